package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.random.RandomStreams.LabelSource;
import java.util.Arrays;
import java.util.Locale;

/**
 * The distribution p(y | f) of labels given the network's C outputs. It enters the Fisher matrix through its output
 * Fisher information {@code Q = E[∇_f log p ∇_f log pᵀ]} (C × C) and a factor S with {@code SᵀS = Q}.
 */
public sealed interface Likelihood permits IndependentOutputs, Likelihood.Categorical {
    /** Returns which member of the family this is. */
    LikelihoodKind kind();

    /** Returns the name used on the command line and in results. */
    default String id() {
        return kind().id();
    }

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
    default String labelRange() {
        return kind().labelRange();
    }

    /**
     * Returns A(f), the logarithm of what normalizes p(y | f) ∝ exp(f·y/σ²), up to a number that does not depend on f; σ² = 1 but for
     * the Gaussian likelihood. It is infinite where it leaves the range of doubles.
     */
    double logPartition(double[] f);

    /** Returns the cumulant of component {@code k} of the score, of order 2, 3 or 4. */
    double cumulant(int order, double[] f, int k);

    /** Returns whether p(y | f) stays the same when a number is added to all outputs. */
    default boolean shiftInvariant() {
        return false;
    }

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
            default -> throw InvalidArgumentException.unknown("likelihood", text, LikelihoodKind.ids());
        };
    }

    /**
     * y ~ N(f, σ² I): Q = I/σ².
     *
     * @param variance σ² &gt; 0
     */
    record Gaussian(double variance) implements IndependentOutputs {
        public Gaussian {
            Args.requirePositive("variance", variance);
        }

        @Override
        public LikelihoodKind kind() {
            return LikelihoodKind.GAUSSIAN;
        }

        @Override
        public double factor(double f) {
            return 1 / Math.sqrt(variance);
        }

        @Override
        public boolean identityFactor() {
            return variance == 1;
        }

        @Override
        public double draw(double f, LabelSource source) {
            return f + Math.sqrt(variance) * source.nextNormal();
        }

        @Override
        public double score(double f, double y) {
            return (y - f) / variance;
        }

        @Override
        public double loss(double f, double y) {
            double residual = f - y;
            return residual * residual / (2 * variance);
        }

        @Override
        public double logPartition(double f) {
            return f * f / (2 * variance);
        }

        @Override
        public double cumulant(int order, double f) {
            return order == 2 ? 1 / variance : 0;
        }

        @Override
        public boolean accepts(double y) {
            return Double.isFinite(y);
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
        public LikelihoodKind kind() {
            return LikelihoodKind.CATEGORICAL;
        }

        @Override
        public void factorRow(double[] f, int k, double[] row) {
            ClassProbabilities.write(f, row);
            double p = row[k];
            double root = Math.sqrt(p);
            for (int c = 0; c < f.length; c++) {
                row[c] = root * ((c == k ? 1 : 0) - row[c]);
            }
        }

        @Override
        public double logPartition(double[] f) {
            return ClassProbabilities.logSum(f);
        }

        /** A component of a one-hot vector is a Bernoulli variable. */
        @Override
        public double cumulant(int order, double[] f, int k) {
            double p = ClassProbabilities.of(f)[k];
            return IndependentOutputs.binary(order, p, 1 - p);
        }

        @Override
        public boolean shiftInvariant() {
            return true;
        }

        @Override
        public void sample(double[] f, LabelSource source, double[] y) {
            ClassProbabilities.write(f, y);
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
            ClassProbabilities.write(f, score);
            for (int c = 0; c < f.length; c++) {
                score[c] = y[c] - score[c];
            }
        }

        @Override
        public double lossTerm(double[] f, double[] y, int k) {
            if (y[k] == 0) {
                return 0;
            }
            double max = ClassProbabilities.largest(f);
            return y[k] * (StrictMath.log(ClassProbabilities.sum(f, max)) - (f[k] - max));
        }

        @Override
        public boolean accepts(double y) {
            return y == 0 || y == 1;
        }

        @Override
        public String matchingLoss() {
            return "mean over samples of the cross-entropy −log softmax(f)_y";
        }
    }

    /** Each output is the log-odds of an independent binary label: Q = diag(p(1 − p)), p = 1/(1 + e⁻ᶠ). */
    record Bernoulli() implements IndependentOutputs {
        @Override
        public LikelihoodKind kind() {
            return LikelihoodKind.BERNOULLI;
        }

        @Override
        public double factor(double f) {
            double e = StrictMath.exp(-0.5 * Math.abs(f));
            return e / (1 + e * e);
        }

        /** Returns 1/(1 + e⁻ᶠ) without cancellation for either sign. */
        static double probability(double f) {
            double e = StrictMath.exp(-Math.abs(f));
            return (f >= 0 ? 1 : e) / (1 + e);
        }

        @Override
        public double draw(double f, LabelSource source) {
            return source.nextUniform() < probability(f) ? 1 : 0;
        }

        @Override
        public double score(double f, double y) {
            return y - probability(f);
        }

        @Override
        public double loss(double f, double y) {
            return Math.max(f, 0) - y * f + StrictMath.log1p(StrictMath.exp(-Math.abs(f)));
        }

        @Override
        public double logPartition(double f) {
            return Math.max(f, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(f)));
        }

        @Override
        public double cumulant(int order, double f) {
            return IndependentOutputs.binary(order, probability(f), probability(-f));
        }

        @Override
        public boolean accepts(double y) {
            return y == 0 || y == 1;
        }

        @Override
        public String matchingLoss() {
            return "mean over samples of the binary cross-entropy summed over outputs";
        }
    }

    /** Each output is the log-rate of an independent count: Q = diag(eᶠ). */
    record Poisson() implements IndependentOutputs {
        @Override
        public LikelihoodKind kind() {
            return LikelihoodKind.POISSON;
        }

        @Override
        public double factor(double f) {
            return StrictMath.exp(0.5 * f);
        }

        @Override
        public double draw(double f, LabelSource source) {
            return source.nextPoisson(StrictMath.exp(f));
        }

        @Override
        public double score(double f, double y) {
            return y - StrictMath.exp(f);
        }

        @Override
        public double loss(double f, double y) {
            double least = y == 0 ? 0 : y - y * StrictMath.log(y);
            return Math.max(0, StrictMath.exp(f) - y * f - least);
        }

        @Override
        public double logPartition(double f) {
            return StrictMath.exp(f);
        }

        @Override
        public double cumulant(int order, double f) {
            return StrictMath.exp(f);
        }

        @Override
        public boolean accepts(double y) {
            return y >= 0 && y == Math.rint(y) && y < Double.POSITIVE_INFINITY;
        }

        @Override
        public String matchingLoss() {
            return "mean over samples of the Poisson negative log-likelihood summed over outputs";
        }
    }
}
