package io.github.fisherscope.reports.compare;

import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Settings and statistics of several results. */
record Differences(List<NamedResult> entries) {
    static final String NOTE = "z is the difference to the first result over the standard error of the difference; it"
            + " needs the standard error of both, which results of two or more networks have. Above about 3 the"
            + " difference is more than scatter.";

    static Differences of(List<NamedResult> entries) {
        return new Differences(entries);
    }

    TextTable settings() {
        List<List<String>> rows = new ArrayList<>();
        for (NamedResult e : entries) {
            SpectrumResult r = e.result();
            NetworkInfo n = r.network();
            rows.add(List.of(
                    e.name(),
                    r.title(),
                    n.kind(false) + ", " + n.sizes("-"),
                    r.fisher().named() + ", " + r.fisher().likelihoodWord() + " likelihood",
                    Numbers.shortly(n.drawn().weightVariance()),
                    Numbers.shortly(n.drawn().biasVariance()),
                    n.drawn().seed() == null ? Numbers.NONE : n.drawn().seed(),
                    r.data().samples() + " × " + r.data().source(),
                    r.spectrum().run().method()));
        }
        return TextTable.of(
                List.of("result", "title", "network", "matrix", "σ_w²", "σ_b²", "seed", "data", "method"), rows);
    }

    TextTable statistics() {
        List<String> header =
                new ArrayList<>(List.of("statistic", entries.get(0).name()));
        for (NamedResult e : entries.subList(1, entries.size())) {
            header.addAll(List.of(e.name(), "ratio", "z"));
        }
        List<List<String>> rows = new ArrayList<>();
        for (ComparisonRow first : entries.get(0).result().comparison()) {
            List<String> row = new ArrayList<>(List.of(first.label(), value(entries.get(0), first)));
            for (NamedResult e : entries.subList(1, entries.size())) {
                ComparisonRow other = e.result().row(first.statistic());
                row.add(other == null ? Numbers.NONE : value(e, other));
                row.add(
                        other == null || first.measured() == 0
                                ? Numbers.NONE
                                : String.format(Locale.ROOT, "%.4f", other.measured() / first.measured()));
                row.add(other == null ? Numbers.NONE : z(first, other, e));
            }
            rows.add(row);
        }
        return TextTable.of(header, rows);
    }

    /** Returns one sentence: how the largest eigenvalues compare. */
    String summary() {
        double first = entries.get(0).result().spectrum().max();
        if (first == 0) {
            return "The largest eigenvalue of %s is 0, so there are no ratios to it."
                    .formatted(entries.get(0).name());
        }
        return entries.stream()
                .skip(1)
                .map(e -> "%s has %s times the largest eigenvalue of %s"
                        .formatted(
                                e.name(),
                                Numbers.significant(e.result().spectrum().max() / first, 4),
                                entries.get(0).name()))
                .collect(Collectors.joining("; ", "", "."));
    }

    private String z(ComparisonRow first, ComparisonRow other, NamedResult e) {
        Double a = error(entries.get(0), first);
        Double b = error(e, other);
        if (a == null || b == null || !(a + b > 0)) {
            return Numbers.NONE;
        }
        return String.format(Locale.ROOT, "%.2f", (other.measured() - first.measured()) / Math.hypot(a, b));
    }

    private static String value(NamedResult e, ComparisonRow row) {
        return Numbers.withError(row.measured(), error(e, row));
    }

    /** The scatter that a single network is known to have is no standard error of a difference. */
    private static @Nullable Double error(NamedResult e, ComparisonRow row) {
        return e.result().networks() > 1 ? row.standardError() : null;
    }
}
