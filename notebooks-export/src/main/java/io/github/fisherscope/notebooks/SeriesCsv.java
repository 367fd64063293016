package io.github.fisherscope.notebooks;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.text.TextTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Every number of a figure as CSV, one row per point: series, origin, x, xEnd (of a histogram's bin, empty otherwise),
 * y, standardError.
 */
final class SeriesCsv {
    private SeriesCsv() {}

    static String of(Figure figure) {
        List<List<String>> rows = new ArrayList<>();
        for (Series s : figure.series()) {
            boolean vertical = s.y().isEmpty();
            int points = vertical ? s.x().size() : s.y().size();
            for (int i = 0; i < points; i++) {
                rows.add(List.of(
                        s.name(),
                        s.origin().name(),
                        Double.toString(s.x().get(i)),
                        s.mark() == Mark.HISTOGRAM ? Double.toString(s.x().get(i + 1)) : "",
                        vertical ? "" : Double.toString(s.y().get(i)),
                        s.error() == null ? "" : Double.toString(s.error().get(i))));
            }
        }
        return TextTable.of(List.of("series", "origin", "x", "xEnd", "y", "standardError"), rows)
                .csv();
    }
}
