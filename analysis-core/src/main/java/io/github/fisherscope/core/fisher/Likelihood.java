package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import java.util.Arrays;
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
                throw new IllegalArgumentException(
                        "likelihood '%s' is unknown; choose one of gaussian, categorical, bernoulli, poisson"
                                .formatted(text));
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
            double max = f[0];
            for (double v : f) {
                max = Math.max(max, v);
            }
            double sum = 0;
            for (int c = 0; c < f.length; c++) {
                row[c] = StrictMath.exp(f[c] - max);
                sum += row[c];
            }
            double root = Math.sqrt(row[k] / sum);
            for (int c = 0; c < f.length; c++) {
                row[c] = root * ((c == k ? 1 : 0) - row[c] / sum);
            }
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
        public String matchingLoss() {
            return "mean over samples of the Poisson negative log-likelihood summed over outputs";
        }
    }
}
