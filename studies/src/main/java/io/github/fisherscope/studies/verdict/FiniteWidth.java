package io.github.fisherscope.studies.verdict;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.meanfield.ExpectationShift;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.NetworkScatter;
import io.github.fisherscope.results.spectrum.Statistic;

/**
 * How far the finite-width formulas may be off at width M, and how much one network scatters around the mean over networks.
 *
 * <p>Bias: derived, from the terms of order 1/M that the formulas leave out ({@link ExpectationShift}). Scatter of a single
 * network: fluctuations between networks are O(1/√M); the constant is the largest relative standard deviation times √M
 * among 26 configurations (widths 200 to 2000, T = 1 to 1000, 10 to 120 networks each) that an independent numpy program
 * simulated before this library existed, for T ≥ 10 and for smaller T apart; the table is in the tests of this module,
 * which recompute every constant from it. Independent layers add up, hence the factor √(L/3) beyond the three layers most
 * configurations have. Other networks scatter more than any of these: ReLU at one or two samples by half again as much. So a verdict
 * about one network takes the derived scatter where it is larger. A single network gives a weak test; an ensemble a sharp one.
 */
public final class FiniteWidth {
    /** The predicted scatter agrees with that of simulated networks of width 200 and more within about 15 %. */
    private static final double MARGIN = 1.15;

    private FiniteWidth() {}

    /** Returns the derived standard deviation between networks relative to the prediction, with the margin it is known to. */
    public static double derivedScatter(Statistic statistic, NetworkScatter scatter) {
        return MARGIN
                * switch (statistic) {
                    case MEAN -> scatter.mean();
                    case SECOND_MOMENT -> scatter.secondMoment();
                    case TOP_MEAN, MAX, LEARNING_RATE_BOUND -> scatter.largest();
                    case BULK -> scatter.bulk();
                    case FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> throw unknown(statistic);
                };
    }

    /**
     * Returns the relative bias to allow for.
     *
     * @throws IllegalArgumentException if theory has no allowance for the statistic
     */
    public static double relativeBias(Statistic statistic, MeanFieldPrediction prediction) {
        ExpectationShift shift = ExpectationShift.of(prediction);
        return switch (statistic) {
            case MEAN -> shift.mean();
            case SECOND_MOMENT -> shift.secondMoment();
            case TOP_MEAN, MAX -> shift.topMean();
            case BULK -> shift.bulk();
            case LEARNING_RATE_BOUND -> shift.learningRate();
            case FISHER_RAO_NORM -> shift.fisherRao();
            case EFFECTIVE_DIMENSION, LOG_VOLUME -> throw unknown(statistic);
        };
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
            case FISHER_RAO_NORM, EFFECTIVE_DIMENSION, LOG_VOLUME -> throw unknown(statistic);
        };
        return constant * Math.sqrt(Math.max(1, depth / 3.0)) / Math.sqrt(width);
    }

    private static IllegalArgumentException unknown(Statistic statistic) {
        return new IllegalArgumentException(
                "statistic is %s; theory and simulations cover mean, secondMoment, topMean, max, bulk, learning rate and Fisher-Rao norm. State an own value"
                        .formatted(statistic.key()));
    }
}
