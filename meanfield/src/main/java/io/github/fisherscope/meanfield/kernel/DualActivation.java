package io.github.fisherscope.meanfield.kernel;

import io.github.fisherscope.core.network.Activation;

/** Maps second moments of pre-activations at all pairs of samples to those of activations and of derivatives. */
interface DualActivation {

    /**
     * Overwrites {@code covariance} by E φ(u_s)φ(u_t) and fills {@code slopes} with E φ'(u_s)φ'(u_t), both T×T row by row.
     */
    void apply(double[] covariance, double[] slopes, int samples);

    /** Returns the map of an activation, by closed forms where they exist. */
    static DualActivation of(Activation activation) {
        if (activation instanceof Activation.Identity) {
            return closed(1);
        }
        if (activation instanceof Activation.Relu) {
            return closed(0);
        }
        if (activation instanceof Activation.LeakyRelu leaky) {
            return closed(leaky.slope());
        }
        if (activation instanceof Activation.Erf erf) {
            return erf(2 * erf.gain() * erf.gain());
        }
        return new HermiteDual(activation);
    }

    private static DualActivation closed(double k) {
        double jump = (1 - k) * (1 - k);
        return (m, slopes, n) -> {
            double[] variance = diagonal(m, n);
            for (int s = 0; s < n; s++) {
                for (int t = 0; t < n; t++) {
                    double size = Math.sqrt(variance[s] * variance[t]);
                    double c = s == t ? 1 : size > 0 ? clamp(m[s * n + t] / size) : 0;
                    double angle = Math.PI / 2 + StrictMath.asin(c);
                    double ramp = (Math.sqrt((1 - c) * (1 + c)) + c * angle) / (2 * Math.PI);
                    // R(−c) = R(c) − c/2.
                    m[s * n + t] = size * (jump * ramp + k * c);
                    slopes[s * n + t] = jump * angle / (2 * Math.PI) + k;
                }
            }
        };
    }

    private static DualActivation erf(double g) {
        return (m, slopes, n) -> {
            double[] variance = diagonal(m, n);
            for (int s = 0; s < n; s++) {
                for (int t = 0; t < n; t++) {
                    double size = (1 + g * variance[s]) * (1 + g * variance[t]);
                    double off = g * m[s * n + t];
                    m[s * n + t] = 2 / Math.PI * StrictMath.asin(off / Math.sqrt(size));
                    slopes[s * n + t] = 2 * g / Math.PI / Math.sqrt(size - off * off);
                }
            }
        };
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
