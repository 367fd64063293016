package io.github.fisherscope.studies.verdict;

import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.verdict.Candidate.Claim;
import java.util.List;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether measured statistics agree with predicted ones.
 *
 * <p>A row with a prediction that theory claims to give, and with a standard error, agrees when
 *
 * <pre>  |measured − predicted| ≤ c · standardError + b · |predicted|</pre>
 *
 * where b is the stated bias of the formula at this width and c is the two-sided quantile at level
 * familyErrorRate / k, k being the number of judged rows (Bonferroni): of Student's t with N − 1 degrees of freedom when
 * the error was estimated from N networks, of the normal distribution when it was known beforehand. If every prediction
 * is right within its bias, the probability that any row disagrees is at most familyErrorRate, however the rows depend
 * on each other; means over networks are taken to be close to normal. The value of one network is a positive product of what
 * happens in its layers, nearer to log-normal than to normal, so that above the prediction e^{cσ} − 1 takes the place of cσ, σ being
 * the known relative scatter. Nothing is tuned to pass: c follows from the
 * error rate, b from {@link FiniteWidth} or from the caller. Derived in docs/theory; no source beyond textbooks.
 *
 * <p>The rule has little power with few networks, since c then is large, or with narrow layers, where b is; each row's
 * note says what difference it could have seen. Where the right-hand side reaches |predicted|, so that a measured zero
 * would agree as well, a row can disagree but is for information instead of agreeing.
 */
public final class TheoryComparison {

    private final ComparisonConfig config;

    private TheoryComparison(ComparisonConfig config) {
        this.config = config;
    }

    public static TheoryComparison of(ComparisonConfig config) {
        return new TheoryComparison(Objects.requireNonNull(config, "config"));
    }

    /** Returns one row per candidate, in the same order. Cost: O(number of candidates). */
    public List<ComparisonRow> compare(List<Candidate> candidates) {
        int judged = (int) candidates.stream().filter(Candidate::judged).count();
        return candidates.stream().map(c -> row(c, judged)).toList();
    }

    /** Returns c: how many standard errors a judged row may be off, with {@code judged} rows in the table. */
    public double criticalValue(int degreesOfFreedom, int judged) {
        double tail = config.familyErrorRate() / judged / 2;
        return degreesOfFreedom == 0
                ? NormalDistribution.of(0, 1).inverseSurvivalProbability(tail)
                : TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(tail);
    }

    private ComparisonRow row(Candidate c, int judged) {
        @Nullable Double predicted = c.predicted();
        @Nullable Double error = c.measured().standardError();
        @Nullable Double ratio = predicted == null || predicted == 0 ? null : c.measured().value() / predicted;
        @Nullable Double z = predicted == null || error == null || error == 0
                ? null
                : (c.measured().value() - predicted) / error;
        Verdict verdict;
        String note = c.note();
        if (predicted == null || c.claim() == Claim.NONE) {
            verdict = Verdict.NOT_APPLICABLE;
        } else if (error == null || c.claim() == Claim.INDICATIVE) {
            verdict = Verdict.INFORMATIVE;
        } else {
            double chance = criticalValue(c.measured().degreesOfFreedom(), judged) * error;
            double bias = c.relativeBias() * Math.abs(predicted);
            double above = c.measured().degreesOfFreedom() == 0 ? logNormal(chance, Math.abs(predicted)) : chance;
            double off = c.measured().value() - predicted;
            boolean agrees = off <= above + bias && -off <= chance + bias;
            boolean blind = predicted != 0 && chance + bias >= Math.abs(predicted);
            verdict = !agrees ? Verdict.DISAGREES : blind ? Verdict.INFORMATIVE : Verdict.AGREES;
            note = (note.isEmpty() ? "" : note + " ")
                    + RowSentences.allowed(
                            predicted, chance, above, bias, c.measured().degreesOfFreedom());
            if (verdict == Verdict.INFORMATIVE) {
                note += " " + RowSentences.blind();
            }
        }
        boolean known = c.measured().degreesOfFreedom() == 0; // the scatter of one network, which is no error of a mean
        return new ComparisonRow(
                new ComparisonRow.Subject(
                        c.statistic().key(),
                        c.statistic().label(),
                        c.statistic().explanation()),
                new ComparisonRow.Measurement(c.measured().value(), known ? null : error),
                new ComparisonRow.Prediction(predicted, known ? error : null, ratio, z),
                verdict,
                note);
    }

    private static double logNormal(double chance, double predicted) {
        return predicted == 0 ? chance : predicted * Math.expm1(chance / predicted);
    }
}
