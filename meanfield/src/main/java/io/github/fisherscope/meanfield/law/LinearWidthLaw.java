package io.github.fisherscope.meanfield.law;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import java.util.Arrays;

/**
 * Spectra of the conjugate kernel and of the neural tangent kernel when sample size and widths grow in proportion (Fan and
 * Wang 2020): {@code h^l = σ(W^l h^{l−1})/√d_l} with W of independent N(0, 1) entries, no biases, one output, inputs of
 * approximately orthonormal columns. The activation is shifted and scaled to E σ(ξ) = 0 and E σ(ξ)² = 1 first.
 *
 * @param linearShare b² = (E σ')², the share passed on linearly
 * @param slopeSquare a = E σ'²
 * @param inputRatio n/d_0; the inputs' Gram matrix follows Marchenko-Pastur
 * @param ratios γ_l = n/d_l for l = 1..L
 */
public record LinearWidthLaw(double linearShare, double slopeSquare, double inputRatio, RealVector ratios) {
    public LinearWidthLaw {
        Args.requireInRange("linearShare", linearShare, 0, 1 + 1e-12);
        Args.requirePositive("slopeSquare", slopeSquare);
        Args.requirePositive("inputRatio", inputRatio);
        Args.require(!ratios.isEmpty(), "ratios is empty; give n/d_l for each hidden layer");
    }

    /** Returns the laws for an activation, centred and normalised at unit variance. */
    public static LinearWidthLaw of(Activation activation, double inputRatio, RealVector ratios) {
        PointMoments m = GaussianExpectation.of(activation).at(1);
        double variance = m.meanSquare() - m.mean() * m.mean();
        double share = Math.min(1, m.meanDerivative() * m.meanDerivative() / variance);
        return new LinearWidthLaw(share, m.derivativeMeanSquare() / variance, inputRatio, ratios);
    }

    /** Returns the law of X_LᵀX_L. */
    public LayeredKernelLaw conjugateKernel() {
        int depth = ratios.size();
        double[] slopes = new double[depth + 1];
        slopes[depth] = 1;
        return law(0, slopes);
    }

    /** Returns the law of ∇fᵀ∇f ≈ r₊ I + X_LᵀX_L + Σ_{l&lt;L} b^{2(L−l)} X_lᵀX_l, r₊ = Σ_{l&lt;L} (a^{L−l} − b^{2(L−l)}). */
    public LayeredKernelLaw tangentKernel() {
        int depth = ratios.size();
        double[] slopes = new double[depth + 1];
        double constant = 0;
        double total = 1;
        double linear = 1;
        for (int l = depth; l >= 0; l--) {
            slopes[l] = linear;
            constant += total - linear;
            total *= slopeSquare;
            linear *= linearShare;
        }
        return law(Math.max(0, constant), slopes);
    }

    private LayeredKernelLaw law(double constant, double[] slopes) {
        double[] shares = new double[ratios.size()];
        Arrays.fill(shares, linearShare);
        return LayeredKernelLaw.of(inputRatio, constant, RealVector.of(slopes), ratios, RealVector.of(shares));
    }
}
