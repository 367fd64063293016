package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.Args;

/**
 * A scalar nonlinearity φ with its first two derivatives. The family is closed so that theory and backends can treat
 * each member exactly (closed forms, kinks, fused kernels).
 *
 * <p>All values are computed with {@link StrictMath} or correctly specified library functions, so that the same input
 * gives the same bits on every JDK.
 */
public sealed interface Activation {
    /** Returns which member of the family this is, for what has to be written down for each of them. */
    ActivationKind kind();

    /** Returns φ(u). */
    double value(double u);

    /** Returns φ′(u); at a kink, the right derivative's left neighbour: relu′(0) = 0, leaky-relu′(0) = slope. */
    double derivative(double u);

    /** Returns φ″(u) away from kinks (0 for piecewise linear functions). */
    double secondDerivative(double u);

    /** Returns the name that {@link #parse} reads back, such as {@code tanh} or {@code leaky-relu:0.2}. */
    default String id() {
        return kind().id();
    }

    /** Returns whether φ is linear on each side of 0 (identity, ReLU, leaky ReLU). */
    default boolean piecewiseLinear() {
        return false;
    }

    /**
     * Computes {@code h[i] = φ(u[i])} and {@code d[i] = φ′(u[i])} for {@code i < n}; {@code h} may be {@code u}.
     */
    default void evaluate(double[] u, double[] h, double[] d, int n) {
        for (int i = 0; i < n; i++) {
            double x = u[i];
            h[i] = value(x);
            d[i] = derivative(x);
        }
    }

    /**
     * Reads an activation from its name.
     *
     * @param text {@code identity}, {@code relu}, {@code leaky-relu[:slope]} (default slope 0.01), {@code tanh},
     *     {@code erf[:g]} meaning erf(g·u) (default g = 1), {@code sigmoid}, {@code softplus}, {@code gelu},
     *     {@code silu}; {@code linear} is another name of identity
     * @throws IllegalArgumentException for any other text
     */
    static Activation parse(String text) {
        return ActivationNames.parse(text);
    }

    /** φ(u) = u. */
    record Identity() implements Activation {
        @Override
        public ActivationKind kind() {
            return ActivationKind.IDENTITY;
        }

        @Override
        public double value(double u) {
            return u;
        }

        @Override
        public double derivative(double u) {
            return 1;
        }

        @Override
        public double secondDerivative(double u) {
            return 0;
        }

        @Override
        public boolean piecewiseLinear() {
            return true;
        }
    }

    /** φ(u) = max(u, 0). */
    record Relu() implements Activation {
        @Override
        public ActivationKind kind() {
            return ActivationKind.RELU;
        }

        @Override
        public double value(double u) {
            return u > 0 ? u : 0 * u;
        }

        @Override
        public double derivative(double u) {
            return u > 0 ? 1 : 0;
        }

        @Override
        public double secondDerivative(double u) {
            return 0;
        }

        @Override
        public boolean piecewiseLinear() {
            return true;
        }
    }

    /**
     * φ(u) = u for u &gt; 0 and slope·u otherwise.
     *
     * @param slope any finite number; 0 is ReLU and 1 the identity
     */
    record LeakyRelu(double slope) implements Activation {
        public LeakyRelu {
            Args.requireFinite("leaky-relu slope", slope);
        }

        @Override
        public ActivationKind kind() {
            return ActivationKind.LEAKY_RELU;
        }

        @Override
        public double value(double u) {
            return u > 0 ? u : slope * u;
        }

        @Override
        public double derivative(double u) {
            return u > 0 ? 1 : slope;
        }

        @Override
        public double secondDerivative(double u) {
            return 0;
        }

        @Override
        public String id() {
            return "leaky-relu:" + slope;
        }

        @Override
        public boolean piecewiseLinear() {
            return true;
        }
    }

    /** φ(u) = tanh u. */
    record Tanh() implements Activation {
        @Override
        public ActivationKind kind() {
            return ActivationKind.TANH;
        }

        @Override
        public double value(double u) {
            return StrictMath.tanh(u);
        }

        @Override
        public double derivative(double u) {
            double t = StrictMath.tanh(u);
            return (1 - t) * (1 + t);
        }

        @Override
        public double secondDerivative(double u) {
            double t = StrictMath.tanh(u);
            return -2 * t * (1 - t) * (1 + t);
        }

        @Override
        public void evaluate(double[] u, double[] h, double[] d, int n) {
            for (int i = 0; i < n; i++) {
                double t = StrictMath.tanh(u[i]);
                h[i] = t;
                d[i] = (1 - t) * (1 + t);
            }
        }
    }

    /**
     * φ(u) = erf(g·u).
     *
     * @param gain g &gt; 0; some papers mean g = 1, others g = 1/√2
     */
    record Erf(double gain) implements Activation {
        private static final double TWO_OVER_ROOT_PI = 1.1283791670955126;

        public Erf {
            Args.requirePositive("erf gain", gain);
        }

        @Override
        public ActivationKind kind() {
            return ActivationKind.ERF;
        }

        @Override
        public double value(double u) {
            return org.apache.commons.numbers.gamma.Erf.value(gain * u);
        }

        @Override
        public double derivative(double u) {
            double x = gain * u;
            return gain * TWO_OVER_ROOT_PI * StrictMath.exp(-x * x);
        }

        @Override
        public double secondDerivative(double u) {
            return -2 * gain * gain * u * derivative(u);
        }

        @Override
        public String id() {
            return gain == 1 ? "erf" : "erf:" + gain;
        }
    }

    /** φ(u) = 1/(1 + e⁻ᵘ). */
    record Sigmoid() implements Activation {
        @Override
        public ActivationKind kind() {
            return ActivationKind.SIGMOID;
        }

        @Override
        public double value(double u) {
            return Logistic.sigmoid(u);
        }

        @Override
        public double derivative(double u) {
            return Logistic.sigmoid(u) * Logistic.sigmoid(-u);
        }

        @Override
        public double secondDerivative(double u) {
            return derivative(u) * (Logistic.sigmoid(-u) - Logistic.sigmoid(u));
        }
    }

    /** φ(u) = log(1 + eᵘ). */
    record Softplus() implements Activation {
        @Override
        public ActivationKind kind() {
            return ActivationKind.SOFTPLUS;
        }

        @Override
        public double value(double u) {
            return Math.max(u, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(u)));
        }

        @Override
        public double derivative(double u) {
            return Logistic.sigmoid(u);
        }

        @Override
        public double secondDerivative(double u) {
            return Logistic.sigmoid(u) * Logistic.sigmoid(-u);
        }
    }

    /** φ(u) = u Φ(u) with the standard normal distribution function Φ (the exact form, not its tanh approximation). */
    record Gelu() implements Activation {
        private static final double ROOT_HALF = Math.sqrt(0.5);
        private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;

        @Override
        public ActivationKind kind() {
            return ActivationKind.GELU;
        }

        private static double cdf(double u) {
            return 0.5 * org.apache.commons.numbers.gamma.Erfc.value(-u * ROOT_HALF);
        }

        private static double density(double u) {
            return INVERSE_ROOT_TWO_PI * StrictMath.exp(-0.5 * u * u);
        }

        @Override
        public double value(double u) {
            return u * cdf(u);
        }

        @Override
        public double derivative(double u) {
            return cdf(u) + u * density(u);
        }

        @Override
        public double secondDerivative(double u) {
            return (2 - u * u) * density(u);
        }
    }

    /** φ(u) = u/(1 + e⁻ᵘ), also called swish. */
    record Silu() implements Activation {
        @Override
        public ActivationKind kind() {
            return ActivationKind.SILU;
        }

        @Override
        public double value(double u) {
            return u * Logistic.sigmoid(u);
        }

        @Override
        public double derivative(double u) {
            double s = Logistic.sigmoid(u);
            return s * (1 + u * Logistic.sigmoid(-u));
        }

        @Override
        public double secondDerivative(double u) {
            double s = Logistic.sigmoid(u);
            double c = Logistic.sigmoid(-u);
            return s * c * (2 + u * (c - s));
        }
    }
}
