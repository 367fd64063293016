package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.spectrum.TheoryInfo.Condition;
import io.github.fisherscope.results.text.Numbers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What may be said of a matrix: the sentences that depend on the likelihood, on the labels over which it averages, and on
 * where the weights came from. Every printed sentence that is not true of all of them stands here, one method for each
 * thing that is judged; a test holds the text of every combination.
 */
final class Wording {
    /** Conditions without which there is no prediction; without the others a prediction is there, but off. */
    private static final Set<String> DECISIVE = Set.of("gaussian-exact", "layers-alike", "independent-inputs", "form");

    private final FisherInfo fisher;
    private final TheoryInfo theory;
    private final boolean given;
    private final boolean anyLayers;
    private final boolean zero;
    private final boolean several;

    private Wording(SpectrumResult result) {
        this.fisher = result.fisher();
        this.theory = result.theory();
        this.given = result.network().source() != null;
        this.anyLayers = result.network().graph() != null;
        this.several = result.networks() > 1;
        this.zero = result.spectrum().max() == 0 && result.spectrum().mean() == 0;
    }

    static Wording of(SpectrumResult result) {
        return new Wording(result);
    }

    /** Returns whether the average is that over the model's own labels, in closed form: the Fisher matrix proper. */
    boolean exact() {
        return fisher.labelExpectation().equals("exact");
    }

    private boolean hessian() {
        return fisher.matrix().equals("hessian");
    }

    private boolean empirical() {
        return fisher.labelExpectation().equals("empirical");
    }

    private boolean coarser() {
        return fisher.labelExpectation().equals("top-classes");
    }

    private boolean gaussian() {
        return fisher.likelihood().equals("gaussian");
    }

    /** Returns whether all entries are zero. */
    boolean zero() {
        return zero;
    }

    /** Returns whether something is predicted, so that predictions have a place in tables and sentences. */
    boolean predicts() {
        return theory.mean() != null;
    }

    /** Returns whether the network is no chain of dense layers. */
    boolean anyLayers() {
        return anyLayers;
    }

    /** Returns whether theory is none: the weights were given and nobody asked for it, or the layers have none. */
    boolean measuredOnly() {
        return (given || anyLayers) && theory.orderParameters() == null;
    }

    /** Returns whether a failing condition says why predictions are off, or why there are none. */
    boolean explains(Condition condition) {
        return predicts() || measuredOnly() || DECISIVE.contains(condition.name());
    }

    /** Returns what the matrix is called. */
    String matrix() {
        if (!fisher.matrix().equals("fisher")) {
            return hessian() ? "Hessian of the loss" : "metric";
        }
        if (exact() || coarser()) {
            return exact() ? "Fisher information matrix" : "Fisher information matrix of the most probable classes";
        }
        return empirical() ? "empirical Fisher matrix" : "Monte Carlo estimate of the Fisher information matrix";
    }

    /** Returns who predicts. */
    String theorist() {
        if (!given) {
            return "Mean-field theory, which never saw %s,".formatted(several ? "these networks" : "this network");
        }
        return TheoryInfo.GIVEN_VARIANCES.equals(theory.weights())
                ? "Mean-field theory of random networks with these widths and the variances given"
                : "Mean-field theory of random networks with these widths and the variances of these weights";
    }

    /** Returns why nothing is predicted. */
    String noTheory() {
        if (anyLayers) {
            return "Nothing is predicted: mean-field theory here is that of random fully connected networks, and "
                    + (several ? "these networks have" : "this network has") + " other layers or frozen tensors.";
        }
        return measuredOnly()
                ? "Nothing is predicted: the weights were given, and mean-field theory is that of random ones."
                : theory.orderParameters() == null
                        ? "Mean-field theory has no number for such inputs."
                        : "Mean-field theory has no closed prediction for %s.".formatted(uncovered());
    }

    /** Returns what theory's formulas do not cover, the matrix itself first. */
    private String uncovered() {
        if (hessian()) {
            return "the Hessian of a loss";
        }
        if (!fisher.likelihood().equals("gaussian")) {
            return "the %s likelihood".formatted(fisher.likelihoodWord());
        }
        if (coarser()) {
            return "labels of the most probable classes";
        }
        if (!exact()) {
            return empirical() ? "observed labels" : "labels drawn from the model";
        }
        return theory.fulfils("layers-alike") ? "this matrix" : "layers that are not alike";
    }

    /** Returns which learning rates are stable, or why that does not follow from the matrix. */
    String learningRates(@Nullable Double bound, String loss) {
        if (bound == null) {
            return "No bound on learning rates follows from it: " + whyNoBound() + ".";
        }
        if (hessian()) {
            return "While the Hessian of the loss (%s) stays as it is here, full-batch gradient descent converges along the directions of positive curvature for learning rates below 2/λ_max = %s."
                    .formatted(loss, Numbers.shortly(bound));
        }
        String network = several ? "the first network" : "this network";
        String outputs = fisher.normalization() == null ? network : network + " with normalised outputs";
        String rate = Numbers.shortly(bound);
        return gaussian()
                ? "For labels that %s fits exactly, the Fisher information matrix is the Hessian of the loss (%s), and full-batch gradient descent is stable there for learning rates below 2/λ_max = %s."
                        .formatted(outputs, loss, rate)
                : "For labels distributed as %s predicts, the Fisher information matrix is the Hessian of the expected loss (%s), and full-batch gradient descent on it is stable there for learning rates below 2/λ_max = %s; at other labels the Hessian has a further term."
                        .formatted(outputs, loss, rate);
    }

    /** Returns why there is no bound, without a full stop. */
    String whyNoBound() {
        if (zero) {
            return "the matrix is zero";
        }
        if (coarser()) {
            return "this is the Fisher information matrix of a coarser label, whose largest eigenvalue is no larger than that of the whole one";
        }
        if (!exact()) {
            return empirical()
                    ? "the empirical Fisher matrix is the second moment of the gradients of single samples, not the curvature of the loss"
                    : "this is a random estimate, whose largest eigenvalue lies above that of the exact matrix on average";
        }
        return "its largest eigenvalue is too small to divide by";
    }

    /** Returns what a step along a direction of eigenvalue zero leaves as it is, to first order. */
    String unchanged() {
        if (coarser()) {
            return "the probabilities of the most probable classes, and of all others together, at these samples";
        }
        if (!exact()) {
            return empirical() ? "the loss of every sample" : "the likelihood of every drawn label";
        }
        return switch (fisher.likelihood()) {
            case "gaussian" -> "the outputs at these samples";
            case "poisson" -> "the rates at these samples";
            default -> "the probabilities at these samples";
        };
    }

    /** Returns what the quadratic form ½ dᵀF d is. */
    String quadraticForm() {
        return exact()
                ? "the quadratic model ½λr² of the loss at labels that the network predicts"
                : "½λr², the quadratic form of this matrix and not the curvature of the loss,";
    }

    /** Returns how the bits of a parameter follow from the diagonal. */
    String precision() {
        return exact()
                ? "by the Cramér-Rao bound with N = %s observations, an upper estimate"
                : "from the diagonal with N = %s observations; the Cramér-Rao bound needs the exact matrix, so this is no bound";
    }

    /** Returns what the description length is. */
    String descriptionLength() {
        return exact()
                ? "Description length beyond the fit (Laplace's form, Gaussian prior)"
                : "Description length beyond the fit (Laplace's form, Gaussian prior), with this matrix in place of the Fisher information matrix";
    }
}
