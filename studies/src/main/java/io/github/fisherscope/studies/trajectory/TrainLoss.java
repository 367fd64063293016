package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LikelihoodKind;
import io.github.fisherscope.core.fisher.ObservedLabels;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.divergence.Divergence;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.geometry.divergence.FDivergence;
import java.util.Objects;

/**
 * Which loss is trained: the divergence of the predicted from the target distribution. With {@code kl} and targets that are
 * single classes it is the likelihood's own loss.
 *
 * @param likelihood how outputs are distributions, and whose Fisher matrix is looked at
 * @param divergence the divergence D[target : prediction]
 * @param smoothing share of the target's weight that is spread evenly over all classes, in [0, 1)
 */
public record TrainLoss(Likelihood likelihood, Divergence divergence, double smoothing) {
    private static final String OWN = "kl";
    private static final String DIVERGENCE = "divergence";

    public TrainLoss {
        Objects.requireNonNull(likelihood, "likelihood");
        if (!(smoothing >= 0 && smoothing < 1)) {
            throw InvalidArgumentException.of("labelSmoothing", smoothing, "it must lie in [0, 1)");
        }
        boolean own = divergence.name().equals(OWN);
        if (!own && !(divergence instanceof FDivergence)) {
            throw InvalidArgumentException.of(
                    DIVERGENCE,
                    divergence.name(),
                    "it is no sum over states, and training needs its derivative in each",
                    "choose for example kl, jeffreys, js, squared-hellinger or alpha:0");
        }
        if (divergence.local().isEmpty()) {
            throw InvalidArgumentException.of(
                    DIVERGENCE,
                    divergence.name(),
                    "it is not smooth where prediction and target agree, so it has no Fisher metric and no learning-rate limit",
                    "choose for example kl, jeffreys, js, squared-hellinger or alpha:0");
        }
        if (!distributions(likelihood) && !(own && smoothing == 0)) {
            throw InvalidArgumentException.of(
                    own ? "labelSmoothing" : DIVERGENCE,
                    own ? smoothing : divergence.name(),
                    "it compares distributions on classes, and targets of the likelihood " + likelihood.id()
                            + " are numbers",
                    Remedy.of("take a likelihood of classes").by("likelihood", "categorical"));
        }
    }

    /** Returns the likelihood's own loss. */
    public static TrainLoss of(Likelihood likelihood) {
        return new TrainLoss(likelihood, Divergences.parse(OWN), 0);
    }

    private static boolean distributions(Likelihood likelihood) {
        return likelihood.kind() == LikelihoodKind.CATEGORICAL || likelihood.kind() == LikelihoodKind.BERNOULLI;
    }

    /**
     * Returns the loss on labels.
     *
     * @param outputs C
     * @throws IllegalArgumentException if labels do not fit, or if the divergence from one of them is infinite for every
     *     prediction that a network can make
     */
    public Loss on(Labels labels, int outputs) {
        boolean soft = labels instanceof Labels.Targets targets && soft(targets, outputs);
        if (divergence.name().equals(OWN) && smoothing == 0 && !soft) {
            return Loss.of(likelihood, labels, outputs);
        }
        RealVector hard = soft
                ? distributions((Labels.Targets) labels, outputs)
                : ObservedLabels.vectors(likelihood, labels, labels.size(), outputs);
        double[] y = hard.toArray();
        double rest = smoothing / (likelihood.kind() == LikelihoodKind.CATEGORICAL ? outputs : 2);
        for (int i = 0; i < y.length; i++) {
            y[i] = (1 - smoothing) * y[i] + rest;
        }
        DivergenceLoss each = new DivergenceLoss(likelihood, (FDivergence) divergence);
        requireFinite(each, y, outputs);
        return Loss.of(likelihood, each, RealVector.takingOver(y), outputs);
    }

    /** Returns whether targets are probabilities, one for each class, and not all of them 0 or 1. */
    private boolean soft(Labels.Targets targets, int outputs) {
        return distributions(likelihood)
                && targets.outputs() == outputs
                && targets.values().stream().allMatch(v -> v >= 0 && v <= 1)
                && targets.values().stream().anyMatch(v -> v > 0 && v < 1);
    }

    private RealVector distributions(Labels.Targets targets, int outputs) {
        if (likelihood.kind() != LikelihoodKind.CATEGORICAL) {
            return targets.values();
        }
        double[] all = new double[targets.values().size()];
        for (int t = 0; t < targets.size(); t++) {
            RealVector row = targets.values().slice(t * outputs, (t + 1) * outputs);
            RealVector weights =
                    DiscreteMeasure.distribution("labels[" + t + "]", row).weights();
            for (int k = 0; k < outputs; k++) {
                all[t * outputs + k] = weights.get(k);
            }
        }
        return RealVector.takingOver(all);
    }

    /** Asks each label at the prediction of even odds, where every divergence that can be finite is. */
    private void requireFinite(DivergenceLoss each, double[] y, int outputs) {
        double[] terms = new double[outputs];
        double[] even = new double[outputs];
        double[] label = new double[outputs];
        for (int t = 0; t < y.length / outputs; t++) {
            System.arraycopy(y, t * outputs, label, 0, outputs);
            each.terms(even, label, terms);
            for (double term : terms) {
                if (term == Double.POSITIVE_INFINITY) {
                    throw InvalidArgumentException.of(
                            DIVERGENCE,
                            divergence.name(),
                            "it is infinite for the label of sample %s (from 0), which gives a class no weight at all"
                                    .formatted(t),
                            Remedy.of("spread some of its weight, or take js or alpha:0, which stay finite")
                                    .by("labelSmoothing", "0.05"));
                }
            }
        }
        Args.require(Double.isFinite(each.curvature()), "the divergence %s has no finite curvature", divergence.name());
    }
}
