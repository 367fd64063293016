package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import java.util.Arrays;

/**
 * A likelihood under which the C components of a label are independent, each with a law of its own output alone: Q is
 * diagonal, and every question about C outputs is C times one about a number.
 */
public sealed interface IndependentOutputs extends Likelihood
        permits Likelihood.Gaussian, Likelihood.Bernoulli, Likelihood.Poisson {
    /** Returns the square root of the Fisher information of one output. */
    double factor(double f);

    /** Draws a component of a label. */
    double draw(double f, LabelSource source);

    /** Returns the derivative of log p(y | f) in the output. */
    double score(double f, double y);

    /** Returns −log p(y | f), up to a number that does not depend on f and makes 0 its infimum. */
    double loss(double f, double y);

    /** Returns the share of one output in {@link #logPartition(double[])}. */
    double logPartition(double f);

    /** Returns the cumulant of the score of one output, of order 2, 3 or 4. */
    double cumulant(int order, double f);

    @Override
    default void factorRow(double[] f, int k, double[] row) {
        Arrays.fill(row, 0, f.length, 0);
        row[k] = factor(f[k]);
    }

    @Override
    default void sample(double[] f, LabelSource source, double[] y) {
        for (int k = 0; k < f.length; k++) {
            y[k] = draw(f[k], source);
        }
    }

    @Override
    default void score(double[] f, double[] y, double[] score) {
        for (int k = 0; k < f.length; k++) {
            score[k] = score(f[k], y[k]);
        }
    }

    @Override
    default double lossTerm(double[] f, double[] y, int k) {
        return loss(f[k], y[k]);
    }

    @Override
    default double logPartition(double[] f) {
        double sum = 0;
        for (double output : f) {
            sum += logPartition(output);
        }
        return sum;
    }

    @Override
    default double cumulant(int order, double[] f, int k) {
        return cumulant(order, f[k]);
    }

    /** Returns a cumulant of a variable that is 1 with probability {@code p} and 0 with probability {@code rest}. */
    static double binary(int order, double p, double rest) {
        double variance = p * rest;
        return switch (order) {
            case 2 -> variance;
            case 3 -> variance * (rest - p);
            default -> variance * (1 - 6 * variance);
        };
    }
}
