package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import java.util.function.DoubleUnaryOperator;

/**
 * The scatter of the statistics from what fluctuates: S₁ and S₂ of the network, which all samples share, and what every
 * sample adds to the means over samples, a share 1/T of it.
 *
 * <pre>
 *   s ∝ (T−1)/T (S₂² + V) + S₁²/T      λ ≈ (T−1)/T S₂ + S₁/T      bulk ∝ S₁ − S₂
 * </pre>
 *
 * <p>A sample changes the mean of S₁ by its own squared gradient and the mean of S₂ by twice its row of the kernel. V is of
 * fourth order in gradients, as S₁² is, and is taken to move with it. Derived in
 * {@code docs/theory/equations.md#scatter}.
 *
 * @param common variance of a S₁ + b S₂ over networks, averaged over outputs, of what all samples share
 * @param one the same for a single sample
 * @param input variance of a S₁ by the length of a single sample
 */
record ScatterSources(
        NetworkSpec spec,
        OrderParameters order,
        FisherStatistics statistics,
        PairCorrection correction,
        GradientVariance gradients,
        Linear common,
        Linear one,
        DoubleUnaryOperator input) {

    /** Beyond this share the outlier merges with the bulk, and no row is judged. */
    private static final double MOST_LIFT = 0.25;

    /** The variance of a linear combination of S₁ and S₂. */
    interface Linear {
        double of(double a, double b);
    }

    NetworkScatter scatter(String basis) {
        double unit = unit(statistics.gradientSquare());
        double t = statistics.samples();
        double others = (t - 1) / t;
        double s1 = statistics.gradientSquare() * unit;
        double s2 = statistics.gradientOverlap() * unit;
        double sample = Math.sqrt(Math.max(0, one.of(unit, 0) - common.of(unit, 0)) + input.applyAsDouble(unit));
        double mean = Math.sqrt(common.of(unit, 0) + sample * sample / t) / s1;
        double ofOne = Math.sqrt(one.of(unit, 0) + input.applyAsDouble(unit)) / s1;
        double row = known(2 * unit * Math.sqrt(gradients.row()), 0);
        double second = growth() * known(logNormal(second(unit, s1, s2, sample, row)), logNormal(2 * ofOne));
        double top = known(top(unit, s1, s2, sample, row), ofOne);
        double bulk = others * (s1 - s2) > 0
                ? known(
                        Math.sqrt(common.of(unit, -unit) + (sample * sample + row * row) / t) / (s1 - s2),
                        Math.max(mean, top))
                : Math.max(mean, top);
        return new NetworkScatter(mean, second, top, bulk, gradients, basis);
    }

    private double second(double unit, double s1, double s2, double sample, double row) {
        double t = statistics.samples();
        double others = (t - 1) / t;
        int more = spec.outputs() - 1;
        double pairs = others * unit * unit * known(correction.sameOutput() + more * correction.crossOutput(), 0);
        double expected = others * s2 * s2 + pairs + s1 * s1 / t;
        double bySquare = 2 * (s1 / t + pairs / s1);
        double byOverlap = 2 * others * s2;
        double shared = common.of(bySquare * unit, byOverlap * unit);
        double own = bySquare * sample + byOverlap * row; // long inputs have both, so that they add
        return Math.sqrt(shared + own * own / t) / expected;
    }

    /**
     * Returns the expectation of the second moment over its value at infinite width, by what is known to be there: squares
     * exceed the squares of their means by variances, and rows and other outputs add to the sum.
     */
    private double growth() {
        double t = statistics.samples();
        double others = (t - 1) / t;
        double s1 = statistics.gradientSquare();
        double s2 = statistics.gradientOverlap();
        int more = spec.outputs() - 1;
        double pairs = known(correction.sameOutput() + more * correction.crossOutput(), 0);
        double single = (gradients.square() + more * gradients.crossSquare()) / t;
        double rows = 2 * known(gradients.row() + more * gradients.crossRow(), 0);
        double many = known(gradients.overlap() + more * gradients.crossOverlap(), 0) + rows;
        return 1 + known((single + others * many) / (others * (s2 * s2 + pairs) + s1 * s1 / t), 0);
    }

    /** The largest eigenvalue belongs to the shared part; without one it is the edge of the bulk, which moves with the mean. */
    private double top(double unit, double s1, double s2, double sample, double row) {
        double t = statistics.samples();
        if (spec.depth() == 1) {
            InputEdge edge = InputEdge.of(spec, order, statistics.samples());
            return edge.standardDeviation() / edge.mean();
        }
        if (!(s2 > 0) && t > 1) {
            return Math.sqrt(common.of(unit, 0)) / s1;
        }
        double others = (t - 1) / t;
        double own = sample / t + others * row;
        double level = others * s2 + s1 / t;
        double pairs = known(correction.sameOutput() + (spec.outputs() - 1) * correction.crossOutput(), 0);
        double lift = t > 1 ? known(Math.min(MOST_LIFT, gradients.lift(statistics, pairs)), MOST_LIFT) : 0;
        double growth = 1 + others * s2 * lift / level;
        return growth * Math.sqrt(common.of(unit / t, others * unit) + own * own / t) / level;
    }

    /** Returns the relative deviation of a product of many factors whose logarithm deviates so. */
    private static double logNormal(double deviation) {
        return Math.sqrt(Math.expm1(deviation * deviation));
    }

    /** Returns the power of 2 that brings a number near 1, so that squares of squares stay in range and are rounded as they were. */
    private static double unit(double x) {
        return Math.scalb(1.0, -Math.min(1000, Math.max(-1000, Math.getExponent(x))));
    }

    /**
     * Returns {@code value}, or {@code otherwise} where there is none: the responses of overlaps are infinite where samples are
     * parallel in a network with kinks.
     */
    private static double known(double value, double otherwise) {
        return Double.isFinite(value) ? value : otherwise;
    }
}
