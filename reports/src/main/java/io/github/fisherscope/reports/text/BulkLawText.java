package io.github.fisherscope.reports.text;

import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.theory.TheoryReport.BulkCondition;
import io.github.fisherscope.results.theory.TheoryReport.BulkLaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The law of the bulk as lines for a terminal. */
final class BulkLawText {
    private BulkLawText() {}

    /** Returns the lines, none where the law was not asked for. */
    static List<String> of(@Nullable BulkLaw law) {
        if (law == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("");
        if (law.mean() == null || law.descent() == null) {
            lines.add("law of the bulk at finite width: not available");
        } else {
            lines.add("law of the bulk at finite width, for one network");
            line(
                    lines,
                    "quantiles",
                    IntStream.range(0, law.quantiles().size())
                            .mapToObj(i -> String.format(
                                    Locale.ROOT,
                                    "%.0f %%: %s",
                                    100 * law.probabilities().get(i),
                                    four(law.quantiles().get(i))))
                            .collect(Collectors.joining(", ")));
            line(lines, "smallest, largest", four(law.smallest()) + ", " + four(law.largest()));
            line(lines, "mean, variance", four(law.mean()) + ", " + four(law.variance()));
            line(lines, "condition number", four(law.descent().conditionNumber()));
            line(
                    lines,
                    "slowest direction",
                    "its error shrinks by the factor %s per step of gradient descent at the best rate"
                            .formatted(Numbers.significant(law.descent().contraction(), 6)));
        }
        law.conditions().stream()
                .filter(c -> !c.holds())
                .map(BulkLawText::failure)
                .forEach(lines::add);
        return lines;
    }

    private static String failure(BulkCondition c) {
        return (c.needed() ? "FAILS  " : "rough  ") + c.explanation();
    }

    private static void line(List<String> lines, String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-18s %s", name, value));
    }

    private static String four(@Nullable Double value) {
        return value == null ? Numbers.NONE : Numbers.significant(value, 4);
    }
}
