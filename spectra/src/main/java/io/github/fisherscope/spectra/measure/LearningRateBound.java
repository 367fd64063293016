package io.github.fisherscope.spectra.measure;

import io.github.fisherscope.core.check.Args;

/**
 * Learning rates η below which an optimiser is stable at a minimum with Hessian c·F, where λ = λ_max(F) &gt; 0. Each bound
 * is exact for a quadratic loss: above it the component along the top eigenvector grows, below it every component
 * shrinks.
 *
 * <p>A loss with finite residual may first explode and then converge for η up to about twice the bound (catapult), so the
 * bound is about early growth, not about final divergence. For λ = 0 there is no bound and infinity is returned.
 *
 * <p>Sources: plain, Karakida, Akaho, Amari (AISTATS 2019); the others from the roots of the characteristic polynomial of
 * each update, derived in {@code docs/concepts/spectra-measures.md}.
 *
 * @param maxEigenvalue λ_max(F) ≥ 0
 * @param curvatureFactor c &gt; 0, from {@link LossNormalization#curvatureFactor}
 */
public record LearningRateBound(double maxEigenvalue, double curvatureFactor) {
    public LearningRateBound {
        Args.requireNonNegative("maxEigenvalue", maxEigenvalue);
        Args.requirePositive("curvatureFactor", curvatureFactor);
    }

    /** Returns the bounds for the project's loss, (1/2T) Σ ‖f − y‖². */
    public static LearningRateBound of(double maxEigenvalue) {
        return new LearningRateBound(maxEigenvalue, 1);
    }

    /** Returns the bounds for a loss that is normalised otherwise. */
    public static LearningRateBound of(
            double maxEigenvalue, LossNormalization normalization, long samples, int outputs) {
        return new LearningRateBound(maxEigenvalue, normalization.curvatureFactor(samples, outputs));
    }

    /** Gradient descent {@code θ ← θ − η g}: 2 / (cλ). */
    public double gradientDescent() {
        return 2 / (curvatureFactor * maxEigenvalue);
    }

    /** Heavy ball {@code Δ ← μΔ − η g, θ ← θ + Δ} with μ in [0, 1): 2(1 + μ) / (cλ). */
    public double heavyBall(double momentum) {
        return 2 * (1 + requireMomentum(momentum)) / (curvatureFactor * maxEigenvalue);
    }

    /** Nesterov's momentum, the gradient taken at {@code θ + μΔ}: 2(1 + μ) / ((1 + 2μ) cλ). */
    public double nesterov(double momentum) {
        double mu = requireMomentum(momentum);
        return 2 * (1 + mu) / ((1 + 2 * mu) * curvatureFactor * maxEigenvalue);
    }

    /** Natural gradient {@code θ ← θ − η (F + ρ I)⁻¹ g} with damping ρ ≥ 0: 2(λ + ρ) / (cλ). */
    public double dampedNaturalGradient(double damping) {
        double rho = Args.requireNonNegative("damping", damping);
        return 2 / curvatureFactor * (1 + rho / maxEigenvalue);
    }

    private static double requireMomentum(double momentum) {
        Args.require(momentum >= 0 && momentum < 1, "momentum is %s; it must lie in [0, 1)", momentum);
        return momentum;
    }
}
