package io.github.fisherscope.studies.verdict;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.Statistic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statistic that asks for a verdict.
 *
 * @param statistic which
 * @param measured what was measured
 * @param predicted prediction, null when theory says nothing
 * @param relativeBias how far, relative to itself, the formula is known to be off at this width; 0 or more
 * @param claim what theory claims about this number here
 * @param remarks what is said with the row
 */
public record Candidate(
        Statistic statistic,
        Measured measured,
        @Nullable Double predicted,
        double relativeBias,
        Claim claim,
        List<Remark> remarks) {

    /**
     * What was measured.
     *
     * @param value of the one network, or the mean over the ensemble
     * @param standardError of {@code value}, null when unknown (then nothing can be judged)
     * @param degreesOfFreedom N − 1 when the error was estimated from N networks; 0 when the error is known beforehand,
     *     as the stated scatter of a single network is
     */
    public record Measured(double value, @Nullable Double standardError, int degreesOfFreedom) {
        public Measured {
            Args.requireFinite("value", value);
            Args.requireInRange("degreesOfFreedom", degreesOfFreedom, 0, 1 << 20);
        }
    }

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
        Args.requireNonNegative("relativeBias", relativeBias);
        remarks = List.copyOf(remarks);
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
        return of(statistic, values.mean(), values.standardError(), n - 1, predicted, relativeBias);
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
                statistic,
                new Measured(measured, standardError, degreesOfFreedom),
                predicted,
                relativeBias,
                predicted == null ? Claim.NONE : Claim.EXACT,
                List.of());
    }

    /** Returns whether the row asks for a verdict: theory claims the number, and its error is known. */
    public boolean judged() {
        return claim == Claim.EXACT && predicted != null && measured.standardError() != null;
    }

    /** Returns what is said with the row, as sentences; may be empty. */
    public String note() {
        return RowSentences.of(remarks);
    }

    /** Returns the same row shown for information: the formula does not claim to give this number. */
    public Candidate indicative(Remark... why) {
        return with(Claim.INDICATIVE, why);
    }

    /** Returns the same row without a verdict, because a condition of theory fails. */
    public Candidate notApplicable(Remark why) {
        return with(Claim.NONE, why);
    }

    public Candidate withRemark(Remark remark) {
        return with(claim, remark);
    }

    private Candidate with(Claim newClaim, Remark... newRemarks) {
        return new Candidate(statistic, measured, predicted, relativeBias, newClaim, List.of(newRemarks));
    }
}
