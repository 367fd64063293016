package io.github.fisherscope.reports.sweep;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.results.text.Numbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page a sweep is read from: the limits of every series, what was measured at every width, and the trends. */
final class SweepPage {
    private static final String LIMITS_NOTE =
            "Each statistic divided by its infinite-width formula and fitted by a + b/M over the widths; a is the value at"
                    + " M = ∞ and should be 1. z is its distance from 1 in standard errors.";
    private static final String WIDTHS_NOTE =
            "Measured: mean ± standard error over the networks of that width. Finite-width theory: the formula with its"
                    + " corrections in 1/M, without any fit.";

    private final SweepResult result;

    SweepPage(SweepResult result) {
        this.result = result;
    }

    /**
     * Returns the page: one file, no request leaves it.
     *
     * @throws IOException if the machine has no fonts for the still pictures
     */
    String html(List<Figure> figures) throws IOException {
        return TablesPage.of(
                        "Sweep of Fisher information spectra",
                        title(),
                        List.of(answer(), extent()),
                        result.notes(),
                        sections(),
                        figures)
                .html();
    }

    private String title() {
        SweepGrid grid = result.grid();
        return String.format(
                Locale.ROOT,
                "%s networks of width %d to %d",
                String.join(", ", grid.activations()),
                grid.widths().stream().mapToInt(Integer::intValue).min().orElseThrow(),
                grid.widths().stream().mapToInt(Integer::intValue).max().orElseThrow());
    }

    private String answer() {
        long judged =
                result.trends().stream().filter(t -> isJudged(t.verdict())).count();
        long off = result.trends().stream()
                .filter(t -> t.verdict() == Verdict.DISAGREES)
                .count();
        if (judged == 0) {
            return "No limit could be judged; the notes at the trends say why.";
        }
        return off == 0
                ? String.format(
                        Locale.ROOT, "All %d judged limits at infinite width agree with mean-field theory.", judged)
                : String.format(
                        Locale.ROOT,
                        "%d of %d judged limits at infinite width disagree with mean-field theory.",
                        off,
                        judged);
    }

    private static boolean isJudged(Verdict verdict) {
        return verdict == Verdict.AGREES || verdict == Verdict.DISAGREES;
    }

    private String extent() {
        return String.format(
                Locale.ROOT,
                "%d networks were measured on the backend %s. The state of the sweep is in sweep.jsonl; the same command goes on from there.",
                result.records().size(),
                result.backend());
    }

    private List<Section> sections() {
        Map<String, List<Trend>> series = new LinkedHashMap<>();
        result.trends()
                .forEach(t -> series.computeIfAbsent(t.series(), k -> new ArrayList<>())
                        .add(t));
        List<Section> sections = new ArrayList<>();
        series.forEach((name, trends) -> {
            int number = sections.size() / 2 + 1;
            sections.add(new Section(
                    "limits-" + number,
                    series.size() == 1 ? "Limits at infinite width" : "Limits: " + name,
                    SweepReport.limits(trends),
                    LIMITS_NOTE));
            sections.add(new Section(
                    "widths-" + number,
                    series.size() == 1 ? "Every width" : "Every width: " + name,
                    widths(trends),
                    WIDTHS_NOTE));
        });
        return sections;
    }

    private static TextTable widths(List<Trend> trends) {
        List<List<String>> rows = new ArrayList<>();
        for (Trend trend : trends) {
            for (Trend.Point p : trend.points()) {
                Double error = p.standardError();
                rows.add(List.of(
                        trend.statistic().label(),
                        Integer.toString(p.width()),
                        Integer.toString(p.networks()),
                        Numbers.withError(p.measured() * p.limit(), error == null ? null : error * p.limit()),
                        Numbers.shortly(p.finiteWidth() * p.limit()),
                        Numbers.shortly(p.limit())));
            }
        }
        return TextTable.of(
                List.of("statistic", "M", "networks", "measured", "finite-width theory", "infinite-width formula"),
                rows);
    }
}
