package io.github.fisherscope.studies.pair;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.fisher.ClassProbabilities;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.AlphaDivergence;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.RenyiDivergence;
import java.util.function.DoubleUnaryOperator;

/**
 * The divergence between the distributions of labels that a likelihood makes of two outputs.
 *
 * <p>Distributions on few states are compared state by state. The others are families with a closed Chernoff integral
 * ∫ p^(1−b) q^b = exp(−b(1−b) E(b)): E = |f−g|²/2σ² for normal laws, the α-divergence of the intensities for Poisson laws, and sums
 * over independent components; KL is E(0), Amari's α-divergence is E (1 − e^(−w))/w with w = b(1−b)E, b = (1+α)/2, and
 * Rényi's of order a is a E(1−a).
 *
 * <p>All likelihoods are exponential families in their outputs, with log-partition function A, so that E(b) is
 * ((1−b)A(f) + bA(g) − A((1−b)f + bg))/(b(1−b)) for each of them. That form loses digits for f ≈ g and none for outputs so far
 * apart that probabilities underflow, which is where it is used: finite outputs never exclude a label, so no divergence of theirs
 * is infinite, though it may leave the range of doubles.
 */
final class OutputDivergence {
    private final Likelihood likelihood;
    private final Divergence divergence;

    private OutputDivergence(Likelihood likelihood, Divergence divergence) {
        this.likelihood = likelihood;
        this.divergence = divergence;
    }

    /**
     * Returns the divergence.
     *
     * @param outputs C
     * @throws InvalidArgumentException if it has no closed form for the likelihood
     */
    static OutputDivergence of(Likelihood likelihood, Divergence divergence, int outputs) {
        if (!isClosed(divergence) && !isFinite(likelihood, outputs)) {
            throw InvalidArgumentException.of(
                    "family",
                    divergence.name(),
                    "it has no closed form for the " + likelihood.id() + " likelihood with " + outputs + " outputs",
                    Remedy.of("take kl, reverse-kl, jeffreys, alpha:A or renyi:A, or the categorical likelihood")
                            .by("family")
                            .by("likelihood", "categorical"));
        }
        return new OutputDivergence(likelihood, divergence);
    }

    /** Returns whether the divergence is a function of E(b) alone. */
    private static boolean isClosed(Divergence divergence) {
        return divergence instanceof AlphaDivergence
                || (divergence instanceof RenyiDivergence r
                        && r.name().startsWith("renyi")
                        && Double.isFinite(r.order()))
                || divergence.name().equals("jeffreys");
    }

    /** Returns whether the label takes few values. */
    private static boolean isFinite(Likelihood likelihood, int outputs) {
        return switch (likelihood.kind()) {
            case CATEGORICAL -> true;
            case BERNOULLI -> outputs == 1;
            case GAUSSIAN, POISSON -> false;
        };
    }

    /** Returns D[p(· | f) : p(· | g)] in nats; infinite where it leaves the range of doubles. */
    double between(double[] f, double[] g) {
        double value = value(f, g);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private double value(double[] f, double[] g) {
        if (divergence instanceof RenyiDivergence r && r.order() == 0) {
            return 0; // every label is possible under both
        }
        if (!isFinite(likelihood, f.length)) {
            return closed(b -> exponent(b, f, g));
        }
        double value = divergence.between(distribution(f), distribution(g));
        if (Double.isFinite(value)) {
            return value;
        }
        if (divergence instanceof RenyiDivergence r && Double.isInfinite(r.order())) {
            return largestLogRatio(f, g);
        }
        return isClosed(divergence) ? closed(b -> farExponent(b, f, g)) : Double.POSITIVE_INFINITY;
    }

    private double closed(DoubleUnaryOperator exponent) {
        if (divergence instanceof AlphaDivergence a) {
            double b = (1 + a.alpha()) / 2;
            double e = exponent.applyAsDouble(b);
            double w = b * (1 - b) * e;
            return w == 0 ? e : e * (-Math.expm1(-w) / w);
        }
        if (divergence instanceof RenyiDivergence r) {
            return r.order() * exponent.applyAsDouble(1 - r.order());
        }
        return exponent.applyAsDouble(0) + exponent.applyAsDouble(1);
    }

    private DiscreteMeasure distribution(double[] f) {
        double[] p = switch (likelihood.kind()) {
            case CATEGORICAL -> ClassProbabilities.of(f);
            case BERNOULLI -> ClassProbabilities.of(new double[] {0, f[0]});
            case GAUSSIAN, POISSON ->
                throw new IllegalStateException(likelihood.id() + " labels take more than a few values");
        };
        return new DiscreteMeasure(RealVector.takingOver(p), true);
    }

    /** E(b), a sum over independent components. */
    double exponent(double b, double[] f, double[] g) {
        double sum = 0;
        for (int k = 0; k < f.length; k++) {
            double[] one = {f[k]};
            double[] other = {g[k]};
            double near = switch (likelihood.kind()) {
                // |f − g|²/2σ², which is A at the difference
                case GAUSSIAN -> likelihood.logPartition(new double[] {f[k] - g[k]});
                case POISSON -> AlphaDivergence.of(2 * b - 1).between(intensity(f[k]), intensity(g[k]));
                case BERNOULLI -> binary(b, f[k], g[k]);
                case CATEGORICAL -> Double.NaN; // not independent
            };
            sum += Double.isFinite(near) ? near : farExponent(b, one, other);
        }
        return sum;
    }

    private static DiscreteMeasure intensity(double f) {
        return new DiscreteMeasure(RealVector.of(Math.exp(f)), false);
    }

    private static double binary(double b, double f, double g) {
        double a = AlphaDivergence.of(2 * b - 1)
                .between(
                        new DiscreteMeasure(RealVector.takingOver(ClassProbabilities.of(new double[] {0, f})), true),
                        new DiscreteMeasure(RealVector.takingOver(ClassProbabilities.of(new double[] {0, g})), true));
        double w = b * (1 - b);
        return w == 0 ? a : -Math.log1p(-w * a) / w;
    }

    /** E(b) from the log-partition function; b = 0 and b = 1 are its limits, KL[p:q] and KL[q:p]. */
    double farExponent(double b, double[] f, double[] g) {
        if (b == 0 || b == 1) {
            return b == 0 ? bregman(f, g) : bregman(g, f);
        }
        double[] between = new double[f.length];
        for (int k = 0; k < f.length; k++) {
            between[k] = (1 - b) * f[k] + b * g[k];
        }
        double gap = (1 - b) * likelihood.logPartition(f)
                + b * likelihood.logPartition(g)
                - likelihood.logPartition(between);
        return gap / (b * (1 - b));
    }

    /** A(g) − A(f) − ∇A(f)·(g − f); the gradient is the negative score of the label 0. */
    private double bregman(double[] f, double[] g) {
        double[] score = new double[f.length];
        likelihood.score(f, new double[f.length], score);
        double sum = likelihood.logPartition(g) - likelihood.logPartition(f);
        for (int k = 0; k < f.length; k++) {
            sum += score[k] * (g[k] - f[k]);
        }
        return sum;
    }

    private double largestLogRatio(double[] f, double[] g) {
        double[] first = f.length == 1 ? new double[] {0, f[0]} : f;
        double[] second = g.length == 1 ? new double[] {0, g[0]} : g;
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < first.length; k++) {
            largest = Math.max(largest, first[k] - second[k]);
        }
        return largest - ClassProbabilities.logSum(first) + ClassProbabilities.logSum(second);
    }

    /**
     * Returns T(e, e, e), the third central moment of the sufficient statistic along e: the Amari-Chentsov tensor of the
     * likelihood in its outputs, which are its natural parameters.
     */
    double cubicTensor(double[] f, double[] e) {
        double third = 0;
        switch (likelihood.kind()) {
            case CATEGORICAL -> {
                double[] p = ClassProbabilities.of(f);
                double mean = 0;
                for (int k = 0; k < f.length; k++) {
                    mean += p[k] * e[k];
                }
                for (int k = 0; k < f.length; k++) {
                    third += p[k] * Math.pow(e[k] - mean, 3);
                }
            }
            case GAUSSIAN, BERNOULLI, POISSON -> {
                for (int k = 0; k < f.length; k++) {
                    third += likelihood.cumulant(3, f, k) * e[k] * e[k] * e[k];
                }
            }
        }
        return third;
    }
}
