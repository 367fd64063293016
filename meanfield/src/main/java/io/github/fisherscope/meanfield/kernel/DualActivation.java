package io.github.fisherscope.meanfield.kernel;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;

/** Maps second moments of pre-activations at all pairs of samples to those of activations and of derivatives. */
interface DualActivation {

    /**
     * Overwrites {@code covariance} by E φ(u_s)φ(u_t) and fills {@code slopes} with E φ'(u_s)φ'(u_t), both T×T row by row.
     */
    void apply(double[] covariance, double[] slopes, int samples);

    /** Returns the map of an activation, by closed forms where they exist. */
    static DualActivation of(Activation activation) {
        return switch (activation.kind()) {
            case IDENTITY -> closed(1);
            case RELU -> closed(0);
            case LEAKY_RELU -> closed(((Activation.LeakyRelu) activation).slope());
            case ERF -> erf((Activation.Erf) activation);
            case TANH, SIGMOID, SOFTPLUS, GELU, SILU -> new HermiteDual(activation);
        };
    }

    /**
     * A sample of variance 0 has all its units at 0 in every network, so the derivative there is φ'(0) and not the limit of
     * its mean over small variances, which a kink makes different.
     */
    private static DualActivation closed(double k) {
        double atZero = new Activation.LeakyRelu(k).derivative(0);
        double meanSlope = 0.5 * (1 + k);
        GaussianExpectation expectation = GaussianExpectation.of(new Activation.LeakyRelu(k));
        return (m, slopes, n) -> {
            double[] variance = diagonal(m, n);
            for (int s = 0; s < n; s++) {
                for (int t = 0; t <= s; t++) {
                    boolean dead = variance[s] == 0;
                    if (dead || variance[t] == 0) {
                        boolean both = dead && variance[t] == 0;
                        set(m, slopes, n, s, t, new PairOverlaps(0, atZero * (both ? atZero : meanSlope)));
                        continue;
                    }
                    double c = s == t ? 1 : correlation(variance[s], variance[t], m[s * n + t]);
                    set(m, slopes, n, s, t, expectation.overlaps(variance[s], variance[t], c));
                }
            }
        };
    }

    private static DualActivation erf(Activation.Erf erf) {
        GaussianExpectation expectation = GaussianExpectation.of(erf);
        return (m, slopes, n) -> {
            double[] variance = diagonal(m, n);
            for (int s = 0; s < n; s++) {
                for (int t = 0; t <= s; t++) {
                    double c = s == t ? 1 : correlation(variance[s], variance[t], m[s * n + t]);
                    set(m, slopes, n, s, t, expectation.overlaps(variance[s], variance[t], c));
                }
            }
        };
    }

    private static void set(double[] m, double[] slopes, int n, int s, int t, PairOverlaps pair) {
        m[s * n + t] = pair.value();
        m[t * n + s] = pair.value();
        slopes[s * n + t] = pair.derivative();
        slopes[t * n + s] = pair.derivative();
    }

    /** Returns the covariance over the standard deviations, moved into [−1, 1]; 0 where a sample has no variance. */
    static double correlation(double first, double second, double covariance) {
        double s = Math.sqrt(first);
        double t = Math.sqrt(second);
        return s > 0 && t > 0 ? clamp(covariance / s / t) : 0;
    }

    /** Returns the diagonal of an n×n matrix. */
    static double[] diagonal(double[] matrix, int n) {
        double[] d = new double[n];
        for (int i = 0; i < n; i++) {
            d[i] = matrix[i * n + i];
        }
        return d;
    }

    static double clamp(double c) {
        return Math.max(-1, Math.min(1, c));
    }
}
