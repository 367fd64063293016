package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;
import java.util.function.DoubleFunction;

/**
 * The trapezoid rule for the standard Gaussian measure on [−10.5, 10.5] (outside lies a mass of 1e-25), with the step
 * halved until the result settles.
 *
 * <p>For an integrand analytic in a strip the error falls like {@code exp(−k/h)}, so halving the step squares it: once
 * two results agree to {@link #SETTLED}, the finer one is exact to about the square of that.
 */
final class TrapezoidRule {
    static final double RANGE = 10.5;
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    private static final double SETTLED = 1e-9;
    /** Differences of numbers near the smallest that doubles hold say nothing. */
    private static final double UNDERFLOW = 1e-290;

    private static final double LARGEST_SQUARE = 1e100;
    private static final int MAX_HALVINGS = 8;

    private final double[] nodes;
    private final double[] weights;

    private TrapezoidRule(double[] nodes, double[] weights) {
        this.nodes = nodes;
        this.weights = weights;
    }

    /** Returns the rule with the largest step that is at most {@code step} and divides the range evenly. */
    static TrapezoidRule ofStep(double step) {
        int half = (int) Math.ceil(RANGE / step);
        double h = RANGE / half;
        double[] nodes = new double[2 * half + 1];
        double[] weights = new double[2 * half + 1];
        for (int j = -half; j <= half; j++) {
            double z = j * h;
            nodes[j + half] = z;
            weights[j + half] = h * INVERSE_ROOT_TWO_PI * StrictMath.exp(-0.5 * z * z);
        }
        return new TrapezoidRule(nodes, weights);
    }

    /**
     * Returns the rule in the variable t with z = scale·sinh t, whose nodes resolve features of width {@code scale}
     * around 0 as well as the Gaussian; both parts of the integrand stay analytic for |Im t| &lt; π/4.
     */
    static TrapezoidRule stretched(double step, double scale) {
        double end = inverseSinh(RANGE / scale);
        int half = (int) Math.ceil(end / step);
        double h = end / half;
        double[] nodes = new double[2 * half + 1];
        double[] weights = new double[2 * half + 1];
        for (int j = -half; j <= half; j++) {
            double z = scale * StrictMath.sinh(j * h);
            nodes[j + half] = z;
            weights[j + half] = h * scale * StrictMath.cosh(j * h) * INVERSE_ROOT_TWO_PI * StrictMath.exp(-0.5 * z * z);
        }
        return new TrapezoidRule(nodes, weights);
    }

    private static double inverseSinh(double r) {
        return r < LARGEST_SQUARE
                ? Math.log(r + Math.sqrt(r * r + 1))
                : Math.log(r) + Math.log(2); // its square may leave the range of doubles
    }

    int size() {
        return nodes.length;
    }

    double node(int j) {
        return nodes[j];
    }

    double weight(int j) {
        return weights[j];
    }

    /** The integrand: writes its components at z into {@code out}. */
    interface Integrand {
        void at(double z, double[] out);
    }

    /** Returns {@code ∫Dz f_i(z)} for {@code components} functions. */
    double[] integrate(Integrand f, int components) {
        double[] sums = new double[components];
        double[] values = new double[components];
        for (int j = 0; j < nodes.length; j++) {
            f.at(nodes[j], values);
            for (int i = 0; i < components; i++) {
                sums[i] += weights[j] * values[i];
            }
        }
        return sums;
    }

    /**
     * Integrates with steps {@code start}, {@code start/2}, … until all components settle relative to their scales,
     * and returns the finest result.
     *
     * @param result the first {@code components} entries are integrals, the next as many their absolute scales
     * @throws IllegalArgumentException if the integrand leaves the range of double
     * @throws ArithmeticException if the components have not settled after eight halvings
     */
    static double[] settle(double start, int components, DoubleFunction<double[]> result) {
        double[] coarse = result.apply(start);
        double step = start;
        for (int n = 0; n < MAX_HALVINGS; n++) {
            step /= 2;
            double[] fine = result.apply(step);
            if (settled(coarse, fine, components)) {
                return fine;
            }
            for (double value : fine) {
                Args.require(
                        Double.isFinite(value),
                        "the variance at a layer is so far from 1 that a Gaussian expectation of the activation leaves the range"
                                + " of doubles; choose variances, inputs and slopes nearer to 1");
            }
            coarse = fine;
        }
        throw new ArithmeticException(
                "Gaussian quadrature did not settle to %s with a step of %s".formatted(SETTLED, step));
    }

    private static boolean settled(double[] coarse, double[] fine, int components) {
        for (int i = 0; i < components; i++) {
            if (!(Math.abs(coarse[i] - fine[i]) <= SETTLED * fine[components + i] + UNDERFLOW)) {
                return false;
            }
        }
        return true;
    }
}
