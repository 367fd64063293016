package io.github.fisherscope.meanfield.kernel;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/**
 * Two-point functions of a smooth activation for samples of different norms, by Hermite expansion: with
 * {@code φ(√a z) = Σ c_n(a) h_n(z)} in normalised Hermite polynomials, {@code E φ(u)φ(v) = Σ c_n(a) c_n(a') ρⁿ}.
 *
 * <p>The coefficients cost one integral per sample and order, the pairs one polynomial each. The mass left out is known
 * exactly, V(a) − Σ c_n², so the error of a pair is at most {@code |ρ|^{N+1} √(rest_s rest_t)}; pairs whose bound exceeds
 * the tolerance (nearly parallel ones) are integrated over what the two samples share and what each has for itself.
 */
final class HermiteDual implements DualActivation {
    static final double TOLERANCE = 1e-9;
    private static final int ORDERS = 128;

    private final Activation activation;
    private final GaussianExpectation expectation;

    HermiteDual(Activation activation) {
        this.activation = activation;
        this.expectation = GaussianExpectation.of(activation);
    }

    @Override
    public void apply(double[] m, double[] slopes, int n) {
        double[] variance = DualActivation.diagonal(m, n);
        HermiteSeries[] value = new HermiteSeries[n];
        HermiteSeries[] slope = new HermiteSeries[n];
        PointMoments[] point = new PointMoments[n];
        for (int s = 0; s < n; s++) {
            boolean repeated = s > 0 && variance[s] == variance[s - 1];
            point[s] = repeated ? point[s - 1] : expectation.at(variance[s]);
            value[s] = repeated
                    ? value[s - 1]
                    : HermiteSeries.of(activation::value, variance[s], point[s].meanSquare(), ORDERS);
            slope[s] = repeated
                    ? slope[s - 1]
                    : HermiteSeries.of(activation::derivative, variance[s], point[s].derivativeMeanSquare(), ORDERS);
        }
        for (int s = 0; s < n; s++) {
            for (int t = 0; t < s; t++) {
                PairOverlaps pair = pair(variance, m[s * n + t], value, slope, s, t);
                m[s * n + t] = pair.value();
                m[t * n + s] = pair.value();
                slopes[s * n + t] = pair.derivative();
                slopes[t * n + s] = pair.derivative();
            }
        }
        for (int s = 0; s < n; s++) {
            m[s * n + s] = point[s].meanSquare();
            slopes[s * n + s] = point[s].derivativeMeanSquare();
        }
    }

    private PairOverlaps pair(
            double[] variance, double covariance, HermiteSeries[] value, HermiteSeries[] slope, int s, int t) {
        double rho = DualActivation.correlation(variance[s], variance[t], covariance);
        double bound = Math.max(value[s].tail(value[t], rho), slope[s].tail(slope[t], rho));
        if (bound <= TOLERANCE) {
            return new PairOverlaps(value[s].product(value[t], rho), slope[s].product(slope[t], rho));
        }
        return variance[s] == variance[t]
                ? expectation.overlaps(variance[s], rho * variance[s])
                : expectation.overlaps(variance[s], variance[t], rho);
    }
}
