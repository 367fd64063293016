package io.github.fisherscope.meanfield.gaussian;

/**
 * What one unit adds to the overlap of a particular sample with the average of all others, beyond what its shared part z fixes.
 * With f = E(φ|z) and j = E(φ'|z) of the others, and variances over the sample's own part at fixed z:
 *
 * @param value E f² Var(φ|z)
 * @param square E Var(φ²|z)
 * @param valueSquare E f Cov(φ, φ²|z)
 * @param valueDerivative E f j Cov(φ, φ'|z)
 * @param squareDerivative E j Cov(φ², φ'|z)
 * @param derivative E j² Var(φ'|z)
 * @param derivativeSquare E j² E(φ'²|z)
 */
public record RowFluctuations(
        double value,
        double square,
        double valueSquare,
        double valueDerivative,
        double squareDerivative,
        double derivative,
        double derivativeSquare) {}
