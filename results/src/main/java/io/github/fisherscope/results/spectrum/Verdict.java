package io.github.fisherscope.results.spectrum;

import java.util.List;

/** What a comparison of one measured statistic with its prediction came to. */
public enum Verdict {
    /** The difference lies within what chance and the stated finite-width error explain. */
    AGREES,
    /** The difference is larger than that. */
    DISAGREES,
    /** A condition of the theory fails for this statistic, so no prediction is held against it. */
    NOT_APPLICABLE,
    /** Both numbers are worth seeing side by side, but the formula does not claim to give this one. */
    INFORMATIVE;

    /**
     * Returns the verdict over a table: it disagrees when any row does, agrees when at least one row agrees and none
     * disagrees, and does not apply otherwise.
     */
    public static Verdict overall(List<ComparisonRow> rows) {
        if (rows.stream().anyMatch(r -> r.verdict() == DISAGREES)) {
            return DISAGREES;
        }
        return rows.stream().anyMatch(r -> r.verdict() == AGREES) ? AGREES : NOT_APPLICABLE;
    }
}
