package io.github.fisherscope.studies.gate;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.results.spectrum.FisherInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.studies.gate.GateOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A recorded result that measured numbers may differ from by so much and no more.
 *
 * @param name of the file, for messages
 * @param result what was recorded
 * @param tolerances relative to what was recorded; a recorded zero allows zero only
 */
public record Baseline(String name, SpectrumResult result, Tolerances tolerances) {
    public Baseline {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(result, "result");
        Objects.requireNonNull(tolerances, "tolerances");
    }

    /**
     * Compares.
     *
     * @throws IllegalArgumentException if the baseline is of another matrix, if a number that was named is missing, or if
     *     nothing is left to compare
     */
    public List<GateOutcome> judge(SpectrumResult now) {
        requireSameMatrix(result.fisher(), now.fisher());
        List<GateOutcome> outcomes = new ArrayList<>();
        for (MeasuredNumber number : MeasuredNumber.values()) {
            Double tolerance = tolerances.of(number);
            if (tolerance != null) {
                GateOutcome outcome = judge(number, tolerance, number.of(result), number.of(now));
                if (outcome != null) {
                    outcomes.add(outcome);
                }
            }
        }
        if (outcomes.stream().allMatch(o -> o.status() == Status.SKIPPED)) {
            throw InvalidArgumentException.of(
                    "baseline",
                    name,
                    "it has no statistic in common with this result, so nothing could be judged",
                    "give a result of the same kind");
        }
        return List.copyOf(outcomes);
    }

    private @Nullable GateOutcome judge(
            MeasuredNumber number, double tolerance, @Nullable Double before, @Nullable Double now) {
        if (before == null || now == null) {
            String where = before == null ? "in " + name : "in this result";
            if (tolerances.named().containsKey(number)) {
                throw InvalidArgumentException.of(
                        "tolerance",
                        "'" + number.key() + "'",
                        "there is no such number " + where + ", so it cannot be judged",
                        "leave it out");
            }
            return before == null && now == null
                    ? null
                    : new GateOutcome("baseline", number.key(), Status.SKIPPED, "there is no such number " + where);
        }
        boolean holds = Math.abs(now - before) <= tolerance * Math.abs(before);
        String difference =
                before == 0 ? "from zero" : "by " + Numbers.significant(100 * Math.abs(now / before - 1), 3) + " %";
        return new GateOutcome(
                "baseline",
                number.key(),
                holds ? Status.PASSED : Status.FAILED,
                "%s is %s and was %s in %s: it %s, allowed are %s %%"
                        .formatted(
                                number.key(),
                                Numbers.significant(now, 6),
                                Numbers.significant(before, 6),
                                name,
                                now.equals(before) ? "did not change" : "differs " + difference,
                                Numbers.significant(100 * tolerance, 3)));
    }

    private void requireSameMatrix(FisherInfo before, FisherInfo now) {
        if (!kind(before).equals(kind(now))) {
            throw InvalidArgumentException.of(
                    "baseline",
                    name,
                    "it is of another matrix (%s) than this result (%s), so their numbers cannot be compared"
                            .formatted(kind(before), kind(now)),
                    "give a baseline of the same matrix");
        }
    }

    private static String kind(FisherInfo f) {
        return "%s, form %s, outputs %s, %s likelihood, %s labels"
                .formatted(
                        f.matrix(),
                        f.form(),
                        f.normalization() == null ? "as they are" : f.normalization(),
                        f.likelihood(),
                        f.labelExpectation());
    }
}
