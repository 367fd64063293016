package io.github.fisherscope.meanfield;

/**
 * The statistics in their leading order in the width, where P is replaced by α M² and bias gradients are left out
 * (Karakida, Akaho, Amari 2019). Defined for L ≥ 2.
 *
 * <pre>
 *   κ₁ = Σ_l (α_{l−1}/α) q̃^l q̂^{l−1}      κ₂ = Σ_l (α_{l−1}/α) q̃_st^l q̂_st^{l−1}      α = Σ_{l=1}^{L−1} α_l α_{l−1}
 * </pre>
 *
 * @param kappa1 κ₁
 * @param kappa2 κ₂
 * @param alpha α, with α_l = M_l/M
 * @param referenceWidth M = M_1
 * @param statistics m ~ κ₁C/M, s ~ α[(T−1)/T κ₂² + κ₁²/T]C, λ_max ~ α[(T−1)/T κ₂ + κ₁/T]M, bulk ~ α(κ₁−κ₂)M/T
 */
public record LeadingOrder(
        double kappa1, double kappa2, double alpha, int referenceWidth, SpectrumStatistics statistics) {}
