package io.github.fisherscope.meanfield.gaussian;

/**
 * Everything that one evaluation of a pair gives.
 *
 * @param overlaps I_φ and I_φ'
 * @param curvature I_φ'', the derivative of I_φ' by the covariance; infinite for a kink at b = ±a
 * @param valueByVariance derivative of I_φ by the common variance at fixed covariance
 * @param slopeByVariance derivative of I_φ' by the common variance at fixed covariance
 * @param pair what two samples with the same shared part do not share
 * @param shared what a unit contributes to averages over samples
 * @param row what a sample adds to its overlap with all others
 */
public record PairMoments(
        PairOverlaps overlaps,
        double curvature,
        double valueByVariance,
        double slopeByVariance,
        PairFluctuations pair,
        SharedFluctuations shared,
        RowFluctuations row) {}
