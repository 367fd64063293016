package io.github.fisherscope.reports.internal.chart;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Scale;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.chart.PictureConfig;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Circle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.None;

/** Lays one figure out as an XChart chart. Logarithmic axes never see a value that is not positive. */
final class FigureChart {
    static final int MARKER = 8;
    /** Below this ratio of its ends a logarithmic axis would show one or two powers of ten only. */
    private static final double FEW_DECADES = 150;

    private static final int MAX_WHOLE_NUMBERS = 1000;
    private static final int STEEP_BELOW = 560;
    private static final float[] DASH = {6f, 4f};

    private final Figure figure;
    private final PictureConfig config;
    private final Range xRange;
    private final Range yRange;

    private FigureChart(Figure figure, PictureConfig config) {
        this.figure = figure;
        this.config = config;
        this.xRange = Range.ofX(figure);
        this.yRange = Range.ofY(figure);
    }

    static FigureChart of(Figure figure, PictureConfig config) {
        return new FigureChart(figure, config);
    }

    static int fontSize(PictureConfig config) {
        return Math.max(11, Math.min(15, config.width() / 46));
    }

    XYChart build() {
        XYChart chart = new XYChartBuilder()
                .width(config.width())
                .height(config.height())
                .title(figure.title())
                .xAxisTitle(figure.x().label())
                .yAxisTitle(figure.y().label())
                .build();
        style(chart.getStyler());
        boolean whole = figure.x().scale() == Scale.CATEGORIES || figure.x().scale() == Scale.INTEGERS;
        if (whole && xRange.high() - xRange.low() <= MAX_WHOLE_NUMBERS) {
            addGuide(chart);
        }
        for (Series series : figure.series()) {
            add(chart, series);
        }
        return chart;
    }

    private void style(XYStyler style) {
        int size = fontSize(config);
        Font plain = new Font(Font.SANS_SERIF, Font.PLAIN, size);
        style.setChartBackgroundColor(Color.WHITE);
        style.setPlotBackgroundColor(Color.WHITE);
        style.setPlotGridLinesColor(new Color(0xE4, 0xE4, 0xE4));
        style.setPlotBorderColor(new Color(0x88, 0x88, 0x88));
        style.setChartTitleFont(plain.deriveFont(Font.BOLD, size + 2f));
        style.setChartTitleBoxVisible(false);
        style.setAxisTitleFont(plain);
        style.setAxisTickLabelsFont(plain.deriveFont(size - 1f));
        style.setLegendVisible(false);
        style.setMarkerSize(MARKER);
        style.setChartPadding(8);
        style.setErrorBarsColorSeriesColor(true);
        style.setLocale(Locale.ROOT);
        style.setXAxisMin(xRange.low());
        style.setXAxisMax(xRange.high());
        style.setYAxisMin(yRange.low());
        style.setYAxisMax(yRange.high());
        style.setXAxisLogarithmic(figure.x().scale() == Scale.LOGARITHMIC);
        style.setYAxisLogarithmic(figure.y().scale() == Scale.LOGARITHMIC);
        if (figure.x().scale() == Scale.CATEGORIES) {
            style.setXAxisTitleVisible(false); // the names speak for themselves and need the room
            // XChart leaves labels out where the longest would not fit; steep ones always do.
            style.setXAxisLabelRotation(config.width() >= STEEP_BELOW ? 60 : 90);
        }
        style.setXAxisTickLabelsFormattingFunction(labels(figure.x(), xRange));
        style.setYAxisTickLabelsFormattingFunction(labels(figure.y(), yRange));
    }

    /** XChart puts marks where it finds equally spaced data, so an invisible series asks for every whole number. */
    private void addGuide(XYChart chart) {
        double[] x = IntStream.rangeClosed((int) xRange.low(), (int) xRange.high())
                .asDoubleStream()
                .toArray();
        double[] y = new double[x.length];
        Arrays.fill(y, yRange.high());
        XYSeries guide = chart.addSeries("whole numbers", x, y);
        guide.setMarker(new None());
        guide.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
    }

    private Function<Double, String> labels(Figure.Axis axis, Range range) {
        return switch (axis.scale()) {
            case LOGARITHMIC ->
                range.high() < FEW_DECADES * range.low() ? TickLabels::withinDecades : TickLabels::decade;
            case LINEAR -> TickLabels::plain;
            case INTEGERS -> v -> atEnd(v, TickLabels.integer(v));
            case CATEGORIES -> v -> atEnd(v, TickLabels.category(v, axis.categories()));
        };
    }

    private void add(XYChart chart, Series series) {
        List<double[]> points = points(series);
        List<double[]> exact = points.stream().filter(p -> p[2] == 0).toList();
        List<double[]> scattered = points.stream().filter(p -> p[2] != 0).toList();
        if (!exact.isEmpty()) {
            style(series, chart.addSeries(series.name(), column(exact, 0), column(exact, 1)));
        }
        if (!scattered.isEmpty()) {
            style(
                    series,
                    chart.addSeries(
                            series.name() + " ±", column(scattered, 0), column(scattered, 1), column(scattered, 2)));
        }
    }

    private static double[] column(List<double[]> points, int index) {
        return points.stream().mapToDouble(p -> p[index]).toArray();
    }

    private static void style(Series series, XYSeries drawn) {
        Color color = Color.decode(Palette.hex(series.color()));
        drawn.setLineColor(color);
        drawn.setMarkerColor(color);
        drawn.setMarker(marker(series.mark()));
        drawn.setLineStyle(stroke(series.mark()));
        switch (series.mark()) {
            case POINTS, HOLLOW_POINTS -> drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            case HISTOGRAM -> {
                drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
                drawn.setFillColor(translucent(color));
            }
            case LINE, DASHED_LINE, STAIRS, VERTICAL, VERTICAL_DASHED ->
                drawn.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
        }
    }

    /** Blanks both ends, with different blanks: XChart draws no marks at all when the two labels are equal. */
    private String atEnd(double value, String label) {
        if (value <= xRange.low()) {
            return " ";
        }
        return value >= xRange.high() ? "  " : label;
    }

    static Color translucent(Color color) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 110);
    }

    static Marker marker(Mark mark) {
        return switch (mark) {
            case POINTS -> new Circle();
            case HOLLOW_POINTS -> new HollowDiamond();
            case LINE, DASHED_LINE, STAIRS, HISTOGRAM, VERTICAL, VERTICAL_DASHED -> new None();
        };
    }

    static BasicStroke stroke(Mark mark) {
        return switch (mark) {
            case DASHED_LINE, VERTICAL_DASHED ->
                new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, DASH, 0f);
            case HISTOGRAM -> new BasicStroke(1f);
            case LINE, STAIRS, POINTS, HOLLOW_POINTS, VERTICAL ->
                new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
        };
    }

    /** A measured line ends below the top, so that a predicted one at the same place can be seen above it. */
    private double top(Mark mark) {
        if (mark == Mark.VERTICAL_DASHED) {
            return yRange.high();
        }
        return figure.y().scale() == Scale.LOGARITHMIC
                ? yRange.low() * Math.pow(yRange.high() / yRange.low(), 0.8)
                : yRange.low() + 0.8 * (yRange.high() - yRange.low());
    }

    private static boolean isLine(Mark mark) {
        return mark == Mark.LINE || mark == Mark.DASHED_LINE;
    }

    private boolean isShown(Series s, int i) {
        return i < s.x().size() && xRange.shows(s.x().get(i)) && yRange.shows(s.y().get(i));
    }

    /** Returns x, y and error of every point that the axes can show; a line has y = NaN where it is interrupted. */
    private List<double[]> points(Series s) {
        List<double[]> points = new ArrayList<>();
        switch (s.mark()) {
            case VERTICAL, VERTICAL_DASHED -> {
                if (xRange.shows(s.x().get(0))) {
                    points.add(new double[] {s.x().get(0), yRange.low(), 0});
                    points.add(new double[] {s.x().get(0), top(s.mark()), 0});
                }
            }
            case STAIRS -> {
                for (int i = 0; i < s.x().size(); i++) {
                    double from = s.x().get(Math.max(0, i - 1));
                    if (xRange.shows(from) && xRange.shows(s.x().get(i)) && yRange.shows(s.y().get(i))) {
                        points.add(new double[] {from, s.y().get(i), 0});
                        points.add(new double[] {s.x().get(i), s.y().get(i), 0});
                    }
                }
            }
            case HISTOGRAM -> {
                for (int i = 0; i < s.y().size(); i++) {
                    double height = Math.max(s.y().get(i), yRange.low());
                    points.add(new double[] {s.x().get(i), yRange.low(), 0});
                    points.add(new double[] {s.x().get(i), height, 0});
                    points.add(new double[] {s.x().get(i + 1), height, 0});
                    points.add(new double[] {s.x().get(i + 1), yRange.low(), 0});
                }
            }
            case LINE, DASHED_LINE, POINTS, HOLLOW_POINTS -> {
                for (int i = 0; i < s.x().size(); i++) {
                    if (isShown(s, i)) {
                        double error = s.error() == null ? 0 : s.error().get(i);
                        points.add(new double[] {s.x().get(i), s.y().get(i), error});
                    } else if (isLine(s.mark()) && !points.isEmpty() && isShown(s, i + 1)) {
                        points.add(new double[] {points.get(points.size() - 1)[0], Double.NaN, 0}); // ends the line
                    }
                }
            }
        }
        return points;
    }
}
