package io.github.fisherscope.reports.comparison;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.reports.result.Statistic;

/**
 * How far the finite-width formulas are off at width M, and how much one network scatters around the mean over
 * networks. The constants come from 26 configurations (widths 200 to 2000, T = 1 to 1000, 10 to 120 networks each) that
 * an independent numpy program simulated before this library existed; they were not fitted to this library's own
 * measurements. The table is in the tests of this module, which recompute every constant from it.
 *
 * <p>Bias: the theory's error is O(1/M). For each configuration the difference beyond 2.576 standard errors, times M,
 * was taken; the constant is the largest, rounded up. Scatter: fluctuations between networks are O(1/√M); the constant
 * is the largest simulated relative standard deviation times √M, for T ≥ 10 and for smaller T apart. Independent layers
 * add up, hence the factor √(L/3) beyond the three layers most configurations have. Both are worst cases, so a single
 * network gives a weak test; an ensemble gives a sharp one.
 */
public final class FiniteWidth {
    private static final double TOP_MEAN_BIAS = 4.0;

    private FiniteWidth() {}

    /**
     * Returns the relative bias to allow for the mean or for the mean of the top C eigenvalues.
     *
     * @param width the smallest of M_0, …, M_{L−1}
     * @throws IllegalArgumentException if the table says nothing about the statistic
     */
    public static double relativeBias(Statistic statistic, int width) {
        Args.requireInRange("width", width, 1, 1 << 24);
        return switch (statistic) {
            case MEAN -> 0;
            case TOP_MEAN, MAX -> TOP_MEAN_BIAS / width;
            default -> throw unknown(statistic);
        };
    }

    /**
     * Returns the relative bias of the second moment in its form with pair fluctuations (theory, section on the O(1/M)
     * correction of s_λ). The table resolves none, but ensembles of 1500 networks of width 200 do: 2.6 % for tanh, 3.5 %
     * for ReLU. What is left out of the formula follows from the other constants: the C outliers dominate s_λ, so that it
     * has twice their relative bias, and the variance of an outlier over networks adds its relative square.
     *
     * @param width the smallest of M_0, …, M_{L−1}
     * @param depth L
     * @param samples T
     */
    public static double relativeSecondMomentBias(int width, int depth, int samples) {
        double scatter = relativeScatter(Statistic.TOP_MEAN, width, depth, samples);
        return 2 * relativeBias(Statistic.TOP_MEAN, width) + scatter * scatter;
    }

    /**
     * Returns the relative bias of the bulk. The trace has none, so what the C outliers have too much the C(T−1) others
     * have too little.
     *
     * @param samples T ≥ 2
     * @param outlier predicted outlier eigenvalue
     * @param bulk predicted bulk eigenvalue
     */
    public static double relativeBulkBias(int width, int samples, double outlier, double bulk) {
        Args.requireInRange("samples", samples, 2, Integer.MAX_VALUE);
        Args.requirePositive("bulk", bulk);
        return relativeBias(Statistic.TOP_MEAN, width) * Math.abs(outlier) / ((samples - 1) * bulk);
    }

    /**
     * Returns the standard deviation between networks of the same kind, relative to the prediction.
     *
     * @param width the smallest of M_0, …, M_{L−1}
     * @param depth L
     * @param samples T
     * @throws IllegalArgumentException if the table says nothing about the statistic
     */
    public static double relativeScatter(Statistic statistic, int width, int depth, int samples) {
        Args.requireInRange("width", width, 1, 1 << 24);
        Args.requireInRange("depth", depth, 1, 1 << 20);
        Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
        boolean few = samples < 10;
        double constant = switch (statistic) {
            case MEAN, BULK -> few ? 2.1 : 1.6;
            case SECOND_MOMENT -> few ? 4.3 : 3.4;
            case TOP_MEAN, MAX, LEARNING_RATE_BOUND -> few ? 2.1 : 1.8;
            default -> throw unknown(statistic);
        };
        return constant * Math.sqrt(Math.max(1, depth / 3.0)) / Math.sqrt(width);
    }

    private static IllegalArgumentException unknown(Statistic statistic) {
        return new IllegalArgumentException(
                "statistic is %s; the simulations cover mean, secondMoment, topMean, max and bulk. State an own value"
                        .formatted(statistic.key()));
    }
}
