package io.github.fisherscope.studies.verdict;

import org.jspecify.annotations.Nullable;

/**
 * What a reader must know about a row that is held against theory.
 *
 * @param kind what it is
 * @param condition the condition of theory that fails, in its own words; null where the kind says it all
 * @param networks how many networks would do; 0 where the kind says it all
 */
public record Remark(Kind kind, @Nullable String condition, int networks) {
    /** What can be said about a row. */
    public enum Kind {
        /** Theory has no closed prediction for the likelihood and the labels. */
        NO_PREDICTION_FOR_LABELS,
        /** Theory has none for this number of this matrix. */
        NO_PREDICTION_FOR_MATRIX,
        /** Theory has none for the inputs. */
        NO_PREDICTION_FOR_INPUTS,
        /** The weights were given, and no prediction was asked for. */
        WEIGHTS_GIVEN,
        /** The weights were given, and theory is that of random ones. */
        RANDOM_WEIGHTS,
        /** The number depends on the lengths of inputs only. */
        LENGTHS_OF_INPUTS,
        /** So does the norm, whose value scatters at any width. */
        LENGTHS_OF_INPUTS_NORM,
        /** The number depends on overlaps of inputs, which real data do not share. */
        OVERLAPS_OF_INPUTS,
        /** The network is too narrow for its depth. */
        TOO_NARROW,
        /** There are too few inputs. */
        TOO_FEW_INPUTS,
        /** Without a hidden layer the number is the edge of the inputs. */
        NO_HIDDEN_LAYER,
        /** κ₂ is not positive, so that there is no outlier. */
        NO_OUTLIER,
        /** The outliers do not stand apart, where the formula is too low. */
        OUTLIERS_MERGE,
        /** No outlier stands apart from the bulk. */
        BULK_HOLDS_OUTLIERS,
        /** The C outliers split by a rule that is approximate. */
        OUTLIERS_SPLIT,
        /** Why the mean of the C largest is held against the outlier, and not the largest. */
        MEAN_OF_OUTLIERS,
        /** One sample has no bulk. */
        NO_BULK,
        /** There are more rows than parameters. */
        MORE_ROWS_THAN_PARAMETERS,
        /** The norm of one network scatters at any width. */
        NORM_SCATTERS,
        /** The norm gets a verdict from this number of networks on. */
        NORM_NEEDS_NETWORKS,
        /** The prediction is that of a spectrum of two levels, an upper bound. */
        TWO_LEVELS,
        /** How far the prediction may be off is not known. */
        ERROR_UNKNOWN,
        /** The form has the diagonal of the whole matrix. */
        SAME_DIAGONAL,
        /** The form has the trace of the whole matrix, except for a small term. */
        NEARLY_SAME_TRACE,
        /** Leading order, without a stated error. */
        LEADING_ORDER,
        /** The edge of the inputs, below what is seen. */
        EDGE_OF_INPUTS,
        /** An expectation whose number scatters widely with few outputs. */
        SCATTERS_WITH_FEW_OUTPUTS
    }

    /** Returns a remark whose kind says it all. */
    public static Remark of(Kind kind) {
        return new Remark(kind, null, 0);
    }

    /** Returns a remark about a condition that fails. */
    public static Remark failed(Kind kind, String condition) {
        return new Remark(kind, condition, 0);
    }

    /** Returns the remark that the norm gets a verdict from this number of networks on. */
    public static Remark normNeeds(int networks) {
        return new Remark(Kind.NORM_NEEDS_NETWORKS, null, networks);
    }
}
