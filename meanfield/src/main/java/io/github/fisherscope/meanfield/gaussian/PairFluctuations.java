package io.github.fisherscope.meanfield.gaussian;

/**
 * What one unit adds to a particular pair of samples beyond what its shared part z fixes: with
 * {@code u = √|b| z + √(a−|b|) ξ} and {@code v = ±√|b| z + √(a−|b|) ξ'} (the sign of b) and variances taken over ξ at
 * fixed z, the averages over z of products of the two samples' conditional variances.
 *
 * @param value E_z Var(φ|z) Var(φ|±z)
 * @param cross E_z Cov(φ, φ'|z) Cov(φ, φ'|±z)
 * @param derivativeVariance E_z α(z) α(±z) with α = Var(φ'|z)
 * @param derivativeMixed E_z ½[α(z) β(±z) + β(z) α(±z)] with β = E(φ'²|z)
 * @param derivativeSquare E_z β(z) β(±z)
 */
public record PairFluctuations(
        double value, double cross, double derivativeVariance, double derivativeMixed, double derivativeSquare) {}
