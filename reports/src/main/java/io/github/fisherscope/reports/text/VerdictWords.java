package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.List;
import java.util.Locale;

/** Verdicts in words. */
public final class VerdictWords {
    private VerdictWords() {}

    /** Returns {@code agrees}, {@code disagrees}, {@code not applicable} or {@code for information}. */
    public static String of(Verdict verdict) {
        return switch (verdict) {
            case AGREES -> "agrees";
            case DISAGREES -> "disagrees";
            case NOT_APPLICABLE -> "not applicable";
            case INFORMATIVE -> "for information";
        };
    }

    /** Returns one sentence about a whole table. */
    public static String summary(List<ComparisonRow> rows) {
        long agree = count(rows, Verdict.AGREES);
        List<String> off = rows.stream()
                .filter(r -> r.verdict() == Verdict.DISAGREES)
                .map(ComparisonRow::label)
                .toList();
        long judged = agree + off.size();
        if (judged == 0) {
            return "No statistic is judged here. For each of them theory makes no claim, or its scatter is unknown or so large that a wrong number would pass.";
        }
        if (off.isEmpty()) {
            return judged == 1
                    ? "The one judged statistic agrees with theory."
                    : String.format(Locale.ROOT, "All %d judged statistics agree with theory.", judged);
        }
        return String.format(
                Locale.ROOT,
                "%d of %d judged statistics %s with theory: %s.",
                off.size(),
                judged,
                off.size() == 1 ? "disagrees" : "disagree",
                String.join(", ", off));
    }

    private static long count(List<ComparisonRow> rows, Verdict verdict) {
        return rows.stream().filter(r -> r.verdict() == verdict).count();
    }
}
