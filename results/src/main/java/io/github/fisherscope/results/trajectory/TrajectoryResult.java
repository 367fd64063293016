package io.github.fisherscope.results.trajectory;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training, step by step, and what its network's Fisher matrix looked like on the way.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param setting what was trained, and how
 * @param losses the mean loss over all training samples before the first step and after each
 * @param steps number of steps made
 * @param diverged whether the training failed
 * @param end why it ended: steps, target-loss, diverged, indefinite-inverse, exploded-inverse or saturated-output
 * @param records what was looked at, by rising step
 */
public record TrajectoryResult(
        String schema,
        String version,
        Setting setting,
        RealVector losses,
        int steps,
        boolean diverged,
        String end,
        List<Snapshot> records) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/trajectory/1";

    public TrajectoryResult {
        records = List.copyOf(records);
    }

    /** Returns the JSON text, ending with a line feed. */
    public String json() {
        return JsonText.page(this);
    }

    /**
     * What was trained, and how.
     *
     * @param network the network at the start
     * @param data the training data
     * @param likelihood the likelihood of the predictions that are trained, and whose Fisher matrix is looked at
     * @param optimizer the method with its settings
     * @param rate the learning rate and what it was chosen by
     * @param batch samples of a step
     * @param seed seed of everything that was drawn
     * @param loss the loss, or null in files of versions that knew the likelihood's own only
     */
    public record Setting(
            NetworkInfo network,
            Data data,
            String likelihood,
            String optimizer,
            Rate rate,
            Batch batch,
            long seed,
            @Nullable Trained loss) {
        /** Returns Hessian over Fisher matrix where prediction and target agree. */
        public double curvature() {
            return loss == null ? 1 : loss.curvature();
        }
    }

    /**
     * The loss that is trained.
     *
     * @param divergence which divergence of the prediction from the target: kl for the likelihood's own loss
     * @param labelSmoothing share of each target's weight that is spread evenly over all classes
     * @param curvature Hessian over Fisher matrix where prediction and target agree; limits of the rate are divided by it, or by the larger
     *     {@link RateNow#curvature}
     */
    public record Trained(String divergence, double labelSmoothing, double curvature) {}

    /**
     * The training data.
     *
     * @param source where they are from
     * @param labels where the labels are from
     * @param samples T
     * @param inputs M_0
     * @param outputs C
     * @param heldOut samples that were held out, and that no step saw
     */
    public record Data(String source, String labels, int samples, int inputs, int outputs, int heldOut) {}

    /**
     * The learning rate.
     *
     * @param value η of the first step
     * @param fraction the fraction of the stability limit at the start that was asked for, or null for a rate that was given
     * @param followed every how many steps the limit was taken anew, 0 for never
     * @param predictedBound that of gradient descent at the start by mean-field theory, 2/λ_max over the loss's curvature; null
     *     where theory does not apply
     */
    public record Rate(
            double value,
            @Nullable Double fraction,
            int followed,
            @Nullable Double predictedBound) {}

    /**
     * Samples of a step.
     *
     * @param size how many; all of them if it is T
     * @param order file, shuffled, or all
     */
    public record Batch(int size, String order) {}

    /**
     * The network after some steps.
     *
     * @param step number of steps made before
     * @param loss mean loss over the training samples
     * @param heldOutLoss mean loss over the samples held out, or null if there are none
     * @param rate the learning rate beside its limits
     * @param spectrum eigenvalues of the Fisher matrix
     * @param kernel the dual matrix beside that of the start and the labels, or null where it would be too large
     * @param path lengths of the way so far
     * @param singular the singular set that the network is near, or null where it is near none, has layers of other kinds, or
     *     the result is of an earlier version
     */
    public record Snapshot(
            int step,
            double loss,
            @Nullable Double heldOutLoss,
            RateNow rate,
            SpectrumNow spectrum,
            @Nullable KernelNow kernel,
            Path path,
            @Nullable SingularNow singular) {}

    /**
     * A set of parameters at which a unit is superfluous and the Fisher matrix singular.
     *
     * @param words which units
     * @param distance the Euclidean distance of θ
     * @param relative the distance over a length of the parameters concerned
     * @param beside what the loss does beside two units that are the same, in words; null for other sets, and where it is not
     *     known
     */
    public record SingularNow(
            String words,
            double distance,
            double relative,
            @Nullable String beside) {}

    /**
     * The learning rate of the next step.
     *
     * @param value η
     * @param bound that of gradient descent, 2/λ_max over the curvature; null if λ_max is 0
     * @param limit the stability limit of the method used, or null where it is not known: before the first step of adam
     * @param curvature the largest Hessian over Fisher matrix of a sample at its outputs, or that where predictions and targets
     *     agree if it is more; null if λ_max is 0, outputs lie too far out, or the result is of an earlier version
     */
    public record RateNow(
            double value,
            @Nullable Double bound,
            @Nullable Double limit,
            @Nullable Double curvature) {}

    /**
     * Eigenvalues of the Fisher matrix.
     *
     * @param largest λ_max
     * @param top the largest ones, descending
     * @param trace the sum of all
     * @param effectiveDimension tr²F / tr F², or null where tr F² was not computed
     * @param quantiles of those eigenvalues that can differ from 0, at the levels {@link #LEVELS}; null where not all are known
     * @param gradientShare share of ‖∇E‖² in the span of the C leading eigenvectors, or null where it is not known
     */
    public record SpectrumNow(
            double largest,
            RealVector top,
            double trace,
            @Nullable Double effectiveDimension,
            @Nullable RealVector quantiles,
            @Nullable Double gradientShare) {
        /** The levels of {@link #quantiles}. */
        public static final List<Double> LEVELS = List.of(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99);
    }

    /**
     * The dual matrix K, n × n.
     *
     * @param drift ‖K − K_0‖ / ‖K_0‖ in the Frobenius norm, K_0 that of the start
     * @param alignment {@code yᵀKy / (‖K‖ ‖y‖²)} with the labels less their mean over samples; null if they are all equal
     */
    public record KernelNow(double drift, @Nullable Double alignment) {}

    /**
     * The way from the start, in the space of predictions with the Fisher-Rao metric. Each step counts as its chord there, a
     * lower bound of the segment's length with a relative error of second order in the step.
     *
     * @param length sum of the chords
     * @param energy half the sum of their squares
     * @param distance the chord from the start to here
     * @param straightness length over distance, 1 for a straight way; null where the distance is 0
     * @param stepNorm ‖θ_k − θ_{k−1}‖ of the last step, 0 at the start
     * @param stepFisherNorm the length of the last step in the Fisher metric where it ended, √(δᵀFδ)
     */
    public record Path(
            double length,
            double energy,
            double distance,
            @Nullable Double straightness,
            double stepNorm,
            double stepFisherNorm) {}
}
