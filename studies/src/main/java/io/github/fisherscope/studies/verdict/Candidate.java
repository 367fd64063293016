package io.github.fisherscope.studies.verdict;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.Statistic;
import org.jspecify.annotations.Nullable;

/**
 * One statistic that asks for a verdict.
 *
 * @param statistic key of the row
 * @param measured value of the one network or mean over the ensemble
 * @param standardError standard error of {@code measured}, null when unknown (then nothing can be judged)
 * @param degreesOfFreedom N − 1 when the error was estimated from N networks; 0 when the error is known beforehand, as
 *     the stated scatter of a single network is
 * @param predicted prediction, null when theory says nothing
 * @param relativeBias how far, relative to itself, the formula is known to be off at this width; 0 or more
 * @param claim what theory claims about this number here
 * @param note shown with the row
 */
public record Candidate(
        String statistic,
        String label,
        String explanation,
        double measured,
        @Nullable Double standardError,
        int degreesOfFreedom,
        @Nullable Double predicted,
        double relativeBias,
        Claim claim,
        String note) {

    /** What theory claims about a number. */
    public enum Claim {
        /** The formula is meant to give this number, so the row is judged. */
        EXACT,
        /** The formula gives something near it; both are shown and nothing is judged. */
        INDICATIVE,
        /** A condition of the formula fails. */
        NONE
    }

    public Candidate {
        Args.requireFinite("measured " + statistic, measured);
        Args.requireInRange("degreesOfFreedom", degreesOfFreedom, 0, 1 << 20);
        Args.requireNonNegative("relativeBias", relativeBias);
    }

    /**
     * Makes a candidate from the values of N ≥ 2 independent networks: their mean and its standard error.
     *
     * @throws IllegalArgumentException if there are fewer than two values
     */
    public static Candidate ofEnsemble(
            Statistic statistic, RealVector values, @Nullable Double predicted, double relativeBias) {
        int n = values.size();
        Args.require(n >= 2, "%s has %d values; a standard error needs 2 or more networks", statistic.key(), n);
        double mean = values.sum() / n;
        double squares = values.stream().map(v -> (v - mean) * (v - mean)).sum();
        return of(statistic, mean, Math.sqrt(squares / (n - 1) / n), n - 1, predicted, relativeBias);
    }

    /**
     * Makes a candidate from one network whose scatter is known beforehand, such as from
     * {@link FiniteWidth#relativeScatter}.
     *
     * @param relativeScatter standard deviation between networks relative to the prediction (or to the measured value
     *     when there is none); null where it is not known, and then nothing is judged
     */
    public static Candidate ofOneNetwork(
            Statistic statistic,
            double measured,
            @Nullable Double predicted,
            @Nullable Double relativeScatter,
            double relativeBias) {
        double scale = Math.abs(predicted == null ? measured : predicted);
        return of(
                statistic,
                measured,
                relativeScatter == null
                        ? null
                        : (Double) (Args.requireNonNegative("relativeScatter", relativeScatter) * scale),
                0,
                predicted,
                relativeBias);
    }

    private static Candidate of(
            Statistic statistic,
            double measured,
            @Nullable Double standardError,
            int degreesOfFreedom,
            @Nullable Double predicted,
            double relativeBias) {
        return new Candidate(
                statistic.key(),
                statistic.label(),
                statistic.explanation(),
                measured,
                standardError,
                degreesOfFreedom,
                predicted,
                relativeBias,
                predicted == null ? Claim.NONE : Claim.EXACT,
                "");
    }

    /** Returns whether the row asks for a verdict: theory claims the number, and its error is known. */
    public boolean judged() {
        return claim == Claim.EXACT && predicted != null && standardError != null;
    }

    /** Returns the same row shown for information: the formula does not claim to give this number. */
    public Candidate indicative(String why) {
        return with(Claim.INDICATIVE, why);
    }

    /** Returns the same row without a verdict, because a condition of theory fails; {@code why} names it. */
    public Candidate notApplicable(String why) {
        return with(Claim.NONE, why);
    }

    public Candidate withNote(String text) {
        return with(claim, text);
    }

    private Candidate with(Claim newClaim, String newNote) {
        return new Candidate(
                statistic,
                label,
                explanation,
                measured,
                standardError,
                degreesOfFreedom,
                predicted,
                relativeBias,
                newClaim,
                newNote);
    }
}
