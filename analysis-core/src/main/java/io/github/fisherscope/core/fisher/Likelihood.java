package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The distribution p(y | f) of labels given the network's C outputs. It enters the Fisher matrix through its output
 * Fisher information {@code Q = E[∇_f log p ∇_f log pᵀ]} (C × C) and a factor S with {@code SᵀS = Q}.
 */
public sealed interface Likelihood {
    /** Returns the name used on the command line and in results. */
    String id();

    /**
     * Writes row {@code k} of the C × C factor S(f), {@code SᵀS = Q(f)}, into {@code row}.
     *
     * @param f the C outputs for one sample
     * @param row receives C numbers
     */
    void factorRow(double[] f, int k, double[] row);

    /**
     * Draws a label from p(y | f).
     *
     * @param f the C outputs for one sample
     * @param y receives C numbers: reals, a one-hot vector, zeros and ones, or counts
     * @throws IllegalArgumentException if no label can be drawn at these outputs
     */
    void sample(double[] f, LabelSource source, double[] y);

    /**
     * Writes the score {@code ∇_f log p(y | f)} into {@code score} (C numbers); its mean over the model's labels is 0 and
     * its covariance Q.
     *
     * @param y a label in the form that {@link #sample} gives
     */
    void score(double[] f, double[] y, double[] score);

    /**
     * Returns the share of output {@code k} in the loss {@code −log p(y | f)}; the loss is the sum over k, up to a number
     * that does not depend on f and makes 0 its infimum. Its gradient is the negative {@link #score}, its Hessian Q for
     * every y: all members are exponential families in their natural parameter.
     *
     * @param y a label in the form that {@link #sample} gives
     */
    double lossTerm(double[] f, double[] y, int k);

    /** Returns whether {@code y} is a possible value of one component of a label. */
    boolean accepts(double y);

    /** Returns in words which values a component of a label takes. */
    String labelRange();

    /** Returns the training loss whose Hessian at zero residual is this Fisher matrix. */
    String matchingLoss();

    /** Returns whether S is the identity for every f, which saves the work of the last layer. */
    default boolean identityFactor() {
        return false;
    }

    /**
     * Reads a likelihood from its name.
     *
     * @param text {@code gaussian}, {@code categorical}, {@code bernoulli} or {@code poisson}
     */
    static Likelihood parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "gaussian" -> new Gaussian(1);
            case "categorical", "softmax" -> new Categorical();
            case "bernoulli" -> new Bernoulli();
            case "poisson" -> new Poisson();
            default ->
                throw InvalidArgumentException.unknown(
                        "likelihood", text, List.of("gaussian", "categorical", "bernoulli", "poisson"));
        };
    }

    /**
     * y ~ N(f, σ² I): Q = I/σ².
     *
     * @param variance σ² &gt; 0
     */
    record Gaussian(double variance) implements Likelihood {
        public Gaussian {
            Args.requirePositive("variance", variance);
        }

        @Override
        public String id() {
            return "gaussian";
        }

        @Override
        public void factorRow(double[] f, int k, double[] row) {
            Arrays.fill(row, 0, f.length, 0);
            row[k] = 1 / Math.sqrt(variance);
        }

        @Override
        public boolean identityFactor() {
            return variance == 1;
        }

        @Override
        public void sample(double[] f, LabelSource source, double[] y) {
            double deviation = Math.sqrt(variance);
            for (int k = 0; k < f.length; k++) {
                y[k] = f[k] + deviation * source.nextNormal();
            }
        }

        @Override
        public void score(double[] f, double[] y, double[] score) {
            for (int k = 0; k < f.length; k++) {
                score[k] = (y[k] - f[k]) / variance;
            }
        }

        @Override
        public double lossTerm(double[] f, double[] y, int k) {
            double residual = f[k] - y[k];
            return residual * residual / (2 * variance);
        }

        @Override
        public boolean accepts(double y) {
            return Double.isFinite(y);
        }

        @Override
        public String labelRange() {
            return "finite real numbers";
        }

        @Override
        public String matchingLoss() {
            return variance == 1
                    ? "mean over samples of ½‖f − y‖²"
                    : "mean over samples of ‖f − y‖²/(2σ²), σ² = " + variance;
        }
    }

    /** y is one of C classes with probabilities p = softmax(f): Q = diag(p) − p pᵀ, S = diag(√p)(I − 1 pᵀ). */
    record Categorical() implements Likelihood {
        @Override
        public String id() {
            return "categorical";
        }

        @Override
        public void factorRow(double[] f, int k, double[] row) {
            softmax(f, row);
            double p = row[k];
            double root = Math.sqrt(p);
            for (int c = 0; c < f.length; c++) {
                row[c] = root * ((c == k ? 1 : 0) - row[c]);
            }
        }

        /** Writes softmax(f) into {@code p}. */
        static void softmax(double[] f, double[] p) {
            double max = f[0];
            for (double v : f) {
                max = Math.max(max, v);
            }
            double sum = 0;
            for (int c = 0; c < f.length; c++) {
                p[c] = StrictMath.exp(f[c] - max);
                sum += p[c];
            }
            for (int c = 0; c < f.length; c++) {
                p[c] /= sum;
            }
        }

        @Override
        public void sample(double[] f, LabelSource source, double[] y) {
            softmax(f, y);
            double u = source.nextUniform();
            int chosen = 0;
            for (int c = 0; c < f.length; c++) {
                if (y[c] > 0) {
                    chosen = c;
                }
                u -= y[c];
                if (u < 0) {
                    break;
                }
            }
            Arrays.fill(y, 0, f.length, 0);
            y[chosen] = 1;
        }

        @Override
        public void score(double[] f, double[] y, double[] score) {
            softmax(f, score);
            for (int c = 0; c < f.length; c++) {
                score[c] = y[c] - score[c];
            }
        }

        @Override
        public double lossTerm(double[] f, double[] y, int k) {
            if (y[k] == 0) {
                return 0;
            }
            double max = f[0];
            for (double v : f) {
                max = Math.max(max, v);
            }
            double sum = 0;
            for (double v : f) {
                sum += StrictMath.exp(v - max);
            }
            return y[k] * (StrictMath.log(sum) - (f[k] - max));
        }

        @Override
        public boolean accepts(double y) {
            return y == 0 || y == 1;
        }

        @Override
        public String labelRange() {
            return "one class per sample";
        }

        @Override
        public String matchingLoss() {
            return "mean over samples of the cross-entropy −log softmax(f)_y";
        }
    }

    /** Each output is the log-odds of an independent binary label: Q = diag(p(1 − p)), p = 1/(1 + e⁻ᶠ). */
    record Bernoulli() implements Likelihood {
        @Override
        public String id() {
            return "bernoulli";
        }

        @Override
        public void factorRow(double[] f, int k, double[] row) {
            Arrays.fill(row, 0, f.length, 0);
            double e = StrictMath.exp(-0.5 * Math.abs(f[k]));
            row[k] = e / (1 + e * e);
        }

        /** Returns 1/(1 + e⁻ᶠ) without cancellation for either sign. */
        static double probability(double f) {
            double e = StrictMath.exp(-Math.abs(f));
            return (f >= 0 ? 1 : e) / (1 + e);
        }

        @Override
        public void sample(double[] f, LabelSource source, double[] y) {
            for (int k = 0; k < f.length; k++) {
                y[k] = source.nextUniform() < probability(f[k]) ? 1 : 0;
            }
        }

        @Override
        public void score(double[] f, double[] y, double[] score) {
            for (int k = 0; k < f.length; k++) {
                score[k] = y[k] - probability(f[k]);
            }
        }

        @Override
        public double lossTerm(double[] f, double[] y, int k) {
            return Math.max(f[k], 0) - y[k] * f[k] + StrictMath.log1p(StrictMath.exp(-Math.abs(f[k])));
        }

        @Override
        public boolean accepts(double y) {
            return y == 0 || y == 1;
        }

        @Override
        public String labelRange() {
            return "0 or 1";
        }

        @Override
        public String matchingLoss() {
            return "mean over samples of the binary cross-entropy summed over outputs";
        }
    }

    /** Each output is the log-rate of an independent count: Q = diag(eᶠ). */
    record Poisson() implements Likelihood {
        @Override
        public String id() {
            return "poisson";
        }

        @Override
        public void factorRow(double[] f, int k, double[] row) {
            Arrays.fill(row, 0, f.length, 0);
            row[k] = StrictMath.exp(0.5 * f[k]);
        }

        @Override
        public void sample(double[] f, LabelSource source, double[] y) {
            for (int k = 0; k < f.length; k++) {
                y[k] = source.nextPoisson(StrictMath.exp(f[k]));
            }
        }

        @Override
        public void score(double[] f, double[] y, double[] score) {
            for (int k = 0; k < f.length; k++) {
                score[k] = y[k] - StrictMath.exp(f[k]);
            }
        }

        @Override
        public double lossTerm(double[] f, double[] y, int k) {
            double least = y[k] == 0 ? 0 : y[k] - y[k] * StrictMath.log(y[k]);
            return Math.max(0, StrictMath.exp(f[k]) - y[k] * f[k] - least);
        }

        @Override
        public boolean accepts(double y) {
            return y >= 0 && y == Math.rint(y) && y < Double.POSITIVE_INFINITY;
        }

        @Override
        public String labelRange() {
            return "whole numbers, 0 or greater";
        }

        @Override
        public String matchingLoss() {
            return "mean over samples of the Poisson negative log-likelihood summed over outputs";
        }
    }
}
