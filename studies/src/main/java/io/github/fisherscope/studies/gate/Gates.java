package io.github.fisherscope.studies.gate;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.studies.gate.GateOutcome.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a result must fulfil. A condition that nothing could make fail is refused and does not pass: a check against theory
 * with no judged row, an assertion on a number that was not measured, a baseline with nothing in common.
 *
 * @param check whether every judged row must agree with theory
 * @param assertions limits of measured numbers
 * @param baseline a recorded result, or null
 */
public record Gates(
        boolean check, List<Assertion> assertions, @Nullable Baseline baseline) {
    public Gates {
        assertions = List.copyOf(assertions);
    }

    /** Returns whether anything is demanded. */
    public boolean any() {
        return check || !assertions.isEmpty() || baseline != null;
    }

    /**
     * Judges a result.
     *
     * @return one outcome per condition and statistic, in the order check, assertions, baseline
     * @throws IllegalArgumentException if a condition has nothing to judge; the message says why
     */
    public List<GateOutcome> judge(SpectrumResult result) {
        List<GateOutcome> outcomes = new ArrayList<>();
        if (check) {
            outcomes.addAll(checked(result));
        }
        assertions.forEach(a -> outcomes.add(a.judge(result)));
        if (baseline != null) {
            outcomes.addAll(baseline.judge(result));
        }
        return List.copyOf(outcomes);
    }

    private static List<GateOutcome> checked(SpectrumResult result) {
        List<GateOutcome> outcomes = result.comparison().stream()
                .map(row -> new GateOutcome("check", row.statistic(), status(row), words(row)))
                .toList();
        if (outcomes.stream().allMatch(o -> o.status() == Status.SKIPPED)) {
            throw InvalidArgumentException.of(
                    "check",
                    "",
                    "it has nothing to judge: " + whyNothing(result),
                    "take wider layers, more networks or other conditions, or assert measured numbers");
        }
        return outcomes;
    }

    private static String whyNothing(SpectrumResult result) {
        String failed = result.theory().conditions().stream()
                .filter(c -> !c.holds())
                .map(TheoryInfo.Condition::name)
                .collect(Collectors.joining(", "));
        return failed.isEmpty()
                ? "the allowed differences are so large that no statistic could disagree"
                : "conditions of theory fail (" + failed + ") and no statistic is held against it";
    }

    private static Status status(ComparisonRow row) {
        return switch (row.verdict()) {
            case AGREES -> Status.PASSED;
            case DISAGREES -> Status.FAILED;
            case INFORMATIVE, NOT_APPLICABLE -> Status.SKIPPED;
        };
    }

    private static String words(ComparisonRow row) {
        return switch (row.verdict()) {
            case AGREES, DISAGREES ->
                "%s is %s and theory predicts %s: it %s. %s"
                        .formatted(
                                row.label(),
                                row.measured(),
                                row.predicted(),
                                row.ratio() == null ? "is held against it" : "is " + row.ratio() + " times as large",
                                row.note());
            case INFORMATIVE, NOT_APPLICABLE -> row.note().isEmpty() ? "not judged" : row.note();
        };
    }
}
