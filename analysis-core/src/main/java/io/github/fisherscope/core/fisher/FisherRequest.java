package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.network.Activation;
import java.util.Locale;
import java.util.Objects;

/**
 * Which Fisher matrix is meant: {@code F = (1/T) Σ_t J_tᵀ Q_t J_t} with the likelihood of the labels and the kind of
 * average over them. Each kind is a type of its own, so that a call site says which it is; none is a default.
 *
 * <p>The outputs that the likelihood sees are {@code f = ψ(u^L)} with the output activation ψ, the identity unless
 * {@link #withOutputActivation} says otherwise. Parameters enter through {@code ∂f_k/∂θ = ψ′(u_k) ∂u_k/∂θ}.
 */
public sealed interface FisherRequest {
    Likelihood likelihood();

    /** Returns ψ, applied to the last layer before the likelihood. */
    Activation outputActivation();

    LabelExpectation labelExpectation();

    /** Returns the same request for outputs {@code f = ψ(u^L)}. */
    FisherRequest withOutputActivation(Activation outputActivation);

    /** Returns R, the number of rows per sample of the factor S with {@code Q_t = Σ_r s_rt s_rtᵀ}. */
    int rowsPerSample(int outputs);

    /** Returns one sentence for reports: over which labels scores are averaged, and what that means. */
    String meaning();

    /** Returns the Fisher matrix proper, the expectation over the model's labels in closed form. */
    static Exact exact(Likelihood likelihood) {
        return new Exact(likelihood, new Activation.Identity());
    }

    /**
     * Returns the average over labels drawn from the model: one fixed matrix for one seed.
     *
     * @param draws S ≥ 1 labels per sample
     */
    static MonteCarlo monteCarlo(Likelihood likelihood, int draws, long seed) {
        return new MonteCarlo(likelihood, new Activation.Identity(), draws, seed, 0);
    }

    /**
     * Returns the average over the labels of the data.
     *
     * @throws IllegalArgumentException if there are none
     */
    static Empirical empirical(Likelihood likelihood, Labels labels) {
        return new Empirical(likelihood, new Activation.Identity(), labels);
    }

    /**
     * Returns the Fisher matrix of a coarser label, in closed form: which of the K most probable classes it is, or none of them.
     *
     * @param classes K ≥ 1
     */
    static TopClasses topClasses(Likelihood likelihood, int classes) {
        return new TopClasses(likelihood, new Activation.Identity(), classes);
    }

    /** The expectation under the model, R = C. */
    record Exact(Likelihood likelihood, Activation outputActivation) implements FisherRequest {
        public Exact {
            Objects.requireNonNull(likelihood, "likelihood");
            Objects.requireNonNull(outputActivation, "outputActivation");
        }

        @Override
        public LabelExpectation labelExpectation() {
            return LabelExpectation.EXACT;
        }

        @Override
        public Exact withOutputActivation(Activation value) {
            return new Exact(likelihood, value);
        }

        @Override
        public int rowsPerSample(int outputs) {
            return outputs;
        }

        @Override
        public String meaning() {
            return "scores averaged over the model's own labels, in closed form: the Fisher information matrix proper";
        }
    }

    /**
     * The average over S labels per sample drawn from the model, R = S. Labels of a sample are named by (seed, network,
     * sample) and do not depend on batches or threads; more draws continue the same sequence. Its expectation over seeds
     * is the exact matrix and its relative deviation falls like 1/√(ST).
     *
     * @param draws S ≥ 1
     * @param network number of the network in an ensemble, 0 for the first
     */
    record MonteCarlo(Likelihood likelihood, Activation outputActivation, int draws, long seed, int network)
            implements FisherRequest {
        public MonteCarlo {
            Objects.requireNonNull(likelihood, "likelihood");
            Objects.requireNonNull(outputActivation, "outputActivation");
            Args.requireInRange("draws", draws, 1, 1_000_000);
            Args.requireInRange("network", network, 0, Integer.MAX_VALUE);
        }

        @Override
        public LabelExpectation labelExpectation() {
            return LabelExpectation.MONTE_CARLO;
        }

        @Override
        public MonteCarlo withOutputActivation(Activation value) {
            return new MonteCarlo(likelihood, value, draws, seed, network);
        }

        /** Returns the request for another network of an ensemble, with labels of its own. */
        public MonteCarlo forNetwork(int value) {
            return new MonteCarlo(likelihood, outputActivation, draws, seed, value);
        }

        @Override
        public int rowsPerSample(int outputs) {
            return draws;
        }

        @Override
        public String meaning() {
            return String.format(
                    Locale.ROOT,
                    "scores averaged over %d label%s per sample drawn from the model (seed %d): a random estimate of the exact matrix, fixed by the seed",
                    draws,
                    draws == 1 ? "" : "s",
                    seed);
        }
    }

    /**
     * The expectation under the model over a coarser label: the K most probable classes of each sample, of equals the first
     * ones, and all others as one. R = K + 1, or C if that is fewer. Merging outcomes loses information, so that the exact
     * matrix minus this one is positive semidefinite; with K = C − 1 they are the same.
     *
     * @param classes K ≥ 1
     */
    record TopClasses(Likelihood likelihood, Activation outputActivation, int classes) implements FisherRequest {
        public TopClasses {
            Objects.requireNonNull(likelihood, "likelihood");
            Objects.requireNonNull(outputActivation, "outputActivation");
            Args.requireInRange("classes", classes, 1, 1_000_000);
            Args.requireThat(
                    likelihood.kind() == LikelihoodKind.CATEGORICAL,
                    "labelExpectation",
                    "top-classes",
                    "it is for the categorical likelihood, and this one is " + likelihood.id(),
                    Remedy.of("choose exact, or the categorical likelihood").by("likelihood", "categorical"));
        }

        @Override
        public LabelExpectation labelExpectation() {
            return LabelExpectation.TOP_CLASSES;
        }

        @Override
        public TopClasses withOutputActivation(Activation value) {
            return new TopClasses(likelihood, value, classes);
        }

        @Override
        public int rowsPerSample(int outputs) {
            return Math.min(classes + 1, outputs);
        }

        @Override
        public String meaning() {
            return String.format(
                    Locale.ROOT,
                    "scores averaged over a coarser label, in closed form: which of the %d most probable classes it is, or none; the Fisher information matrix of all classes is at least as large in every direction",
                    classes);
        }
    }

    /**
     * The labels of the data, R = 1: the second moment of per-sample gradients of the loss. Not an estimate of the Fisher
     * matrix unless the labels are distributed as the model says.
     */
    record Empirical(Likelihood likelihood, Activation outputActivation, Labels labels) implements FisherRequest {
        public Empirical {
            Objects.requireNonNull(likelihood, "likelihood");
            Objects.requireNonNull(outputActivation, "outputActivation");
            Objects.requireNonNull(labels, "labels");
            Args.requireThat(
                    labels.size() > 0,
                    "labelExpectation",
                    "empirical",
                    "it needs the labels of the data and there are none",
                    "give labels, or choose exact or monte-carlo");
        }

        /**
         * Requires labels that fit a network and its samples.
         *
         * @throws IllegalArgumentException unless there is one label per sample and each is one that the likelihood can
         *     produce with that many outputs
         */
        public void requireFitting(int samples, int outputs) {
            ObservedLabels.fitting(likelihood, labels, samples, outputs);
        }

        @Override
        public LabelExpectation labelExpectation() {
            return LabelExpectation.EMPIRICAL;
        }

        @Override
        public Empirical withOutputActivation(Activation value) {
            return new Empirical(likelihood, value, labels);
        }

        @Override
        public int rowsPerSample(int outputs) {
            return 1;
        }

        @Override
        public String meaning() {
            return "scores at the observed labels: the empirical Fisher matrix, biased unless the model is right";
        }
    }
}
