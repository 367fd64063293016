package io.github.fisherscope.reports.result;

/** What a comparison of one measured statistic with its prediction came to. */
public enum Verdict {
    /** The difference lies within what chance and the stated finite-width error explain. */
    AGREES,
    /** The difference is larger than that. */
    DISAGREES,
    /** A condition of the theory fails for this statistic, so no prediction is held against it. */
    NOT_APPLICABLE,
    /** Both numbers are worth seeing side by side, but the formula does not claim to give this one. */
    INFORMATIVE
}
