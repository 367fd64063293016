package io.github.fisherscope.core.geometry;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import java.util.Arrays;
import java.util.Objects;

/**
 * Natural-gradient steps {@code F⁺ g} (Amari 1998) and {@code (F + ρI)⁻¹ g} with any form of the Fisher matrix that has
 * eigenvalues. The matrix stays the caller's.
 *
 * <p>With the exact matrix, the Gaussian likelihood and full row rank, a step with learning rate η multiplies the residual
 * of the linearised network by 1 − αη with α = 1; with layer blocks α = L, with the block-tridiagonal form
 * {@code α = 1ᵀN⁻¹1} for the tridiagonal L × L matrix N of ones (Karakida and Osawa 2020; exact for the linearised
 * network).
 *
 * <p>Cost: the matrix's decomposition once, then one product with the factor and one with its transpose per step.
 */
public final class NaturalGradient {
    private final SpectralFisherMatrix matrix;

    private NaturalGradient(SpectralFisherMatrix matrix) {
        this.matrix = Objects.requireNonNull(matrix, "matrix");
    }

    public static NaturalGradient of(SpectralFisherMatrix matrix) {
        return new NaturalGradient(matrix);
    }

    /**
     * Returns the gradient of the mean negative log-likelihood of the request's labels,
     * {@code −(1/T) Σ_t J_tᵀ ∇_f log p(y_t | f_t)} (P numbers).
     */
    public static double[] lossGradient(Linearization at, FisherRequest.Empirical request) {
        try (ScoreJacobian scores = ScoreJacobian.of(at, request)) {
            double[] weights = new double[scores.rows()];
            Arrays.fill(weights, -1 / Math.sqrt(scores.samples()));
            double[] gradient = new double[Math.toIntExact(scores.layout().parameters())];
            for (int l = 1; l <= scores.layout().depth(); l++) {
                double[] part = scores.transposed(l, weights);
                System.arraycopy(
                        part, 0, gradient, Math.toIntExact(scores.layout().weightOffset(l)), part.length);
            }
            return gradient;
        }
    }

    /** Returns {@code F⁺ g}; directions in which F is zero up to rounding are left alone. */
    public double[] step(double[] gradient) {
        requireLength(gradient);
        return matrix.pseudoSolve(gradient, 0);
    }

    /**
     * Returns {@code F⁺ g} without the directions of small eigenvalues.
     *
     * @param relativeCutoff in (0, 1]: eigenvalues up to this fraction of the largest count as zero
     */
    public double[] step(double[] gradient, double relativeCutoff) {
        requireLength(gradient);
        Args.requirePositive("relativeCutoff", relativeCutoff);
        return matrix.pseudoSolve(gradient, relativeCutoff);
    }

    /**
     * Returns {@code (F + ρI)⁻¹ g}.
     *
     * @param damping ρ &gt; 0
     */
    public double[] damped(double[] gradient, double damping) {
        requireLength(gradient);
        return matrix.solve(gradient, damping);
    }

    /**
     * Returns {@code (F + ρI)⁻¹ Gᵀ y = Gᵀ (K + ρI)⁻¹ y} in function space, for a gradient {@code g = Gᵀ y} known by its
     * dual coordinates y (n numbers): for the Gaussian likelihood with unit variance
     * {@code y_kt = (f_k(t) − y_k(t))/√T}. More accurate than {@link #damped} for small ρ.
     *
     * @throws IllegalArgumentException if the matrix is not a factored form
     */
    public double[] dampedFromDual(double[] y, double damping) {
        return matrix.factor()
                .orElseThrow(() -> new IllegalArgumentException("the %s form has no dual coordinates; use the dual form"
                        .formatted(matrix.form().id())))
                .solveFromDual(y, damping);
    }

    private void requireLength(double[] gradient) {
        Args.requireSame(
                "the length of the gradient", gradient.length, matrix.dimension(), "give one number per parameter");
    }
}
