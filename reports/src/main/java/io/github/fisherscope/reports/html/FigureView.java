package io.github.fisherscope.reports.html;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Scale;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.PictureConfig;
import io.github.fisherscope.reports.chart.Pictures;
import io.github.fisherscope.results.text.Numbers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * A figure as the page shows it: the data for the interactive chart, a still picture for print and for readers without
 * scripts, and the numbers as tables.
 *
 * @param png the still picture as a data URI
 * @param svg the same as gzip-compressed SVG in Base64, for saving
 */
public record FigureView(Figure figure, String png, String svg, List<DataTable> tables) {
    private static final int MAX_ROWS = 120;
    private static final PictureConfig STILL = new PictureConfig(640, 420, 120);

    /**
     * The numbers of one series.
     *
     * @param header names of the columns
     * @param note says which rows were left out; empty when none were
     */
    public record DataTable(String name, List<String> header, List<List<String>> rows, String note) {}

    static List<FigureView> of(List<Figure> figures) throws IOException {
        List<FigureView> views = new ArrayList<>();
        for (Figure figure : figures) {
            views.add(new FigureView(figure, png(figure), svg(figure), tables(figure)));
        }
        return List.copyOf(views);
    }

    private static String png(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Pictures.writePng(figure, STILL, out);
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static String svg(Figure figure) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            Pictures.writeSvg(figure, STILL, packed);
        }
        return Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static List<DataTable> tables(Figure figure) {
        return figure.series().stream().map(s -> table(figure, s)).toList();
    }

    private static DataTable table(Figure figure, Series series) {
        boolean histogram = series.mark() == Mark.HISTOGRAM;
        boolean vertical = series.y().isEmpty();
        int n = vertical ? series.x().size() : series.y().size();
        int step = (n + MAX_ROWS - 1) / MAX_ROWS;
        List<String> header = new ArrayList<>();
        header.add(histogram ? "from" : figure.x().label());
        if (histogram) {
            header.add("to");
        }
        if (!vertical) {
            header.add(figure.y().label());
        }
        RealVector error = series.error();
        if (error != null) {
            header.add("standard error");
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < n; i += Math.max(1, step)) {
            List<String> row = new ArrayList<>();
            row.add(abscissa(figure, series.x().get(i)));
            if (histogram) {
                row.add(number(series.x().get(i + 1)));
            }
            if (!vertical) {
                row.add(number(series.y().get(i)));
            }
            if (error != null) {
                row.add(error.get(i) == 0 ? "–" : number(error.get(i)));
            }
            rows.add(row);
        }
        String note = step > 1 ? String.format(Locale.ROOT, "One row in %d of %d.", step, n) : "";
        return new DataTable(series.name(), header, rows, note);
    }

    private static String abscissa(Figure figure, double x) {
        int index = (int) Math.round(x);
        List<String> names = figure.x().categories();
        return figure.x().scale() == Scale.CATEGORIES && x == index && index >= 1 && index <= names.size()
                ? names.get(index - 1)
                : number(x);
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Numbers.significant(value, 6);
    }
}
