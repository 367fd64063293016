package io.github.fisherscope.meanfield.kernel;

import java.util.function.DoubleUnaryOperator;

/** Coefficients of g(√a z) in Hermite polynomials that are orthonormal under the standard Gaussian measure. */
final class HermiteSeries {
    private static final double RANGE = 12;
    private static final int HALF = 300;
    private static final double STEP = 0.04;

    /** Below this variance equal steps of 0.04 resolve the activations; their singularities are at π/2 or farther. */
    private static final double PLAIN = 30;

    private final double[] coefficients;
    private final double rest;

    private HermiteSeries(double[] coefficients, double rest) {
        this.coefficients = coefficients;
        this.rest = rest;
    }

    /**
     * Returns the first {@code orders} coefficients.
     *
     * @param square E g(√a z)², from which the mass left out follows
     */
    static HermiteSeries of(DoubleUnaryOperator g, double variance, double square, int orders) {
        double[] c = new double[orders];
        double root = Math.sqrt(variance);
        // z = sinh(t)/√variance puts nodes where g bends as well as where the Gaussian lies.
        double scale = variance > PLAIN ? 1 / root : 0;
        double end = scale > 0 ? Math.log(2 * RANGE) + 0.5 * Math.log(variance) : RANGE;
        int half = scale > 0 ? (int) Math.ceil(end / STEP) : HALF;
        double h = end / half;
        for (int i = -half; i <= half; i++) {
            double z = scale > 0 ? scale * StrictMath.sinh(i * h) : i * h;
            double weight = scale > 0 ? h * scale * StrictMath.cosh(i * h) : h;
            // Hermite functions h_n(z) e^{−z²/4} stay bounded; the other half of the weight goes with g.
            double gaussian = StrictMath.exp(-0.25 * z * z);
            double weighted = g.applyAsDouble(root * z) * gaussian * weight * 0.3989422804014327;
            double previous = 0;
            double current = gaussian;
            for (int n = 0; n < orders; n++) {
                c[n] += weighted * current;
                double next = (z * current - Math.sqrt(n) * previous) / Math.sqrt(n + 1.0);
                previous = current;
                current = next;
            }
        }
        double sum = 0;
        for (double v : c) {
            sum += v * v;
        }
        // Rounding of the difference must not hide a tail: keep at least the rounding error itself.
        return new HermiteSeries(c, Math.max(square - sum, 1e-15 * square));
    }

    /** Returns Σ c_n c'_n ρⁿ. */
    double product(HermiteSeries other, double rho) {
        double sum = 0;
        for (int n = coefficients.length - 1; n >= 0; n--) {
            sum = sum * rho + coefficients[n] * other.coefficients[n];
        }
        return sum;
    }

    /** Returns a bound on the terms that {@link #product} leaves out. */
    double tail(HermiteSeries other, double rho) {
        return StrictMath.pow(Math.abs(rho), coefficients.length) * Math.sqrt(rest * other.rest);
    }
}
