package io.github.fisherscope.studies.verdict;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sentences of a row that is held against theory. */
final class RowSentences {
    private static final String MEAN_OF_OUTLIERS =
            "The theory's C outliers coincide only at infinite width; at finite width they split by about √(C/M), so"
                    + " the largest lies above and their mean stays on the prediction.";

    private static final String NORM_SCATTERS =
            "The norm of one network scatters by about √(2/C) around its expectation however wide the network is.";

    private static final String EDGE_OF_INPUTS =
            "Marchenko-Pastur edge of the inputs; the hidden layers' own edges add to it, so that 60 to 90 % of what"
                    + " is seen at T of the order of M is expected.";

    private RowSentences() {}

    /** Returns a sentence for each remark, one after the other; empty without remarks. */
    static String of(List<Remark> remarks) {
        return remarks.stream().map(RowSentences::sentence).collect(Collectors.joining(" "));
    }

    private static String sentence(Remark remark) {
        return switch (remark.kind()) {
            case NO_PREDICTION_FOR_LABELS -> "No closed prediction for this likelihood and these labels.";
            case NO_PREDICTION_FOR_MATRIX -> "No closed prediction for this number of this matrix.";
            case NO_PREDICTION_FOR_INPUTS -> "Theory has no number for such inputs.";
            case WEIGHTS_GIVEN -> "The weights were given, and theory is that of random ones.";
            case RANDOM_WEIGHTS -> "Theory is that of random weights.";
            case LENGTHS_OF_INPUTS -> "Depends on the lengths of inputs only and carries over to real data.";
            case LENGTHS_OF_INPUTS_NORM ->
                "Depends on the lengths of inputs only; one network scatters by about √(2/C).";
            case OVERLAPS_OF_INPUTS ->
                "Depends on the overlaps of inputs, which differ from pair to pair in real data.";
            case TOO_NARROW -> "Too narrow for its depth: " + remark.condition() + ".";
            case TOO_FEW_INPUTS -> "Too few inputs: " + remark.condition() + ".";
            case NO_HIDDEN_LAYER -> "No hidden layer: the value is the Marchenko-Pastur edge, shown for orientation.";
            case NO_OUTLIER -> "κ₂ is not positive: there is no outlier and the formula does not apply.";
            case OUTLIERS_MERGE -> "The outliers do not stand apart from the bulk, where the formula is too low.";
            case BULK_HOLDS_OUTLIERS -> "No outlier stands apart from the bulk.";
            case OUTLIERS_SPLIT -> "Splitting of the C outliers by an approximate rule.";
            case MEAN_OF_OUTLIERS -> MEAN_OF_OUTLIERS;
            case NO_BULK -> "There is one sample, and no bulk.";
            case MORE_ROWS_THAN_PARAMETERS -> "More rows C·T than parameters: the bulk value does not apply.";
            case NORM_SCATTERS -> NORM_SCATTERS;
            case NORM_NEEDS_NETWORKS ->
                String.format(
                        Locale.ROOT, "Judged from %d networks on, whose mean is close to normal.", remark.networks());
            case TWO_LEVELS -> "Theory: two-level spectrum, an upper bound since a spread bulk counts for less.";
            case ERROR_UNKNOWN -> "How far it may be off at this width is not known.";
            case SAME_DIAGONAL -> "The form has the diagonal of the whole matrix, and so its mean.";
            case NEARLY_SAME_TRACE -> "The trace is the whole matrix's up to terms of relative order 1/M.";
            case LEADING_ORDER -> "Leading order in 1/M; no error of finite width is stated for this matrix.";
            case EDGE_OF_INPUTS -> EDGE_OF_INPUTS;
            case SCATTERS_WITH_FEW_OUTPUTS -> "Expectation over networks; 1/σ² of few outputs scatters widely.";
        };
    }

    /**
     * Returns what a judged row could have been off by.
     *
     * @param below chance below the prediction
     * @param above chance above it
     * @param bias of finite width
     * @param degreesOfFreedom 0 for the known scatter of one network
     */
    static String allowed(double predicted, double below, double above, double bias, int degreesOfFreedom) {
        if (predicted == 0) {
            return "";
        }
        double down = 100 * below / Math.abs(predicted);
        String text = degreesOfFreedom > 0
                ? String.format(Locale.ROOT, "Allowed: ±%.2g %% for chance (measured over networks)", down)
                : String.format(
                        Locale.ROOT,
                        "Allowed: −%.2g to +%.2g %% for chance (known scatter of one network)",
                        down,
                        100 * above / Math.abs(predicted));
        return bias == 0
                ? text + "."
                : text
                        + String.format(
                                Locale.ROOT, " and ±%.2g %% for finite width.", 100 * bias / Math.abs(predicted));
    }

    /** Returns what is added where a measured zero would agree too. */
    static String blind() {
        return "Not judged: a value of zero would pass too; take more networks or wider layers.";
    }
}
