package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;

/**
 * The largest learning rates at which gradient descent near a zero-residual minimum is stable, for the loss
 * {@code E = (1/2T) Σ_t Σ_k (y − f)²}, whose Hessian there is F. For {@code (1/T) ΣΣ r²} halve them; for the mean over
 * samples and outputs of r² multiply by C/2; for {@code ½ ΣΣ r²} divide by T.
 *
 * <p>Far from a minimum, losses first grow and may then converge for learning rates up to about twice these bounds and
 * beyond; the bound is one on early growth. Source: {@code docs/theory/equations.md#learning-rate}.
 *
 * @param largestEigenvalue λ_max &gt; 0
 */
public record PredictedLearningRates(double largestEigenvalue) {
    public PredictedLearningRates {
        Args.requirePositive("largestEigenvalue", largestEigenvalue);
    }

    /** Returns 2/λ_max, for plain gradient descent. */
    public double plain() {
        return 2 / largestEigenvalue;
    }

    /** Returns 2(1 + μ)/λ_max, for Δθ ← −η∇E + μΔθ with μ in [0, 1). */
    public double heavyBall(double momentum) {
        requireMomentum(momentum);
        return 2 * (1 + momentum) / largestEigenvalue;
    }

    /** Returns 2(1 + μ)/((1 + 2μ)λ_max), for Nesterov's method with μ in [0, 1). */
    public double nesterov(double momentum) {
        requireMomentum(momentum);
        return 2 * (1 + momentum) / ((1 + 2 * momentum) * largestEigenvalue);
    }

    private static void requireMomentum(double momentum) {
        Args.requireInRange("momentum", momentum, 0, Math.nextDown(1.0));
    }
}
