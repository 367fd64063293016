package io.github.fisherscope.reports.sweep;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.results.sweep.WidthFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Draws the finite-width trends of a sweep. */
final class SweepFigures {
    private SweepFigures() {}

    /** Returns a figure per trend that was fitted. */
    static List<Figure> of(List<Trend> trends) {
        List<Figure> figures = new ArrayList<>();
        List<String> series = trends.stream().map(Trend::series).distinct().toList();
        for (Trend trend : trends) {
            WidthFit fit = trend.fit();
            if (fit != null) {
                figures.add(figure(trend, fit, series.size() == 1 ? "" : "-" + (series.indexOf(trend.series()) + 1)));
            }
        }
        return List.copyOf(figures);
    }

    private static Figure figure(Trend trend, WidthFit fit, String suffix) {
        List<Trend.Point> points = trend.points().stream()
                .sorted(Comparator.comparingInt(Trend.Point::width).reversed())
                .toList();
        double half = fit.halfWidth(SweepReport.SHOWN_ERROR_RATE);
        String verdict = String.format(
                Locale.ROOT,
                "Limit %.4f ± %.4f (95 %%), theory 1: %s.",
                fit.intercept(),
                half,
                VerdictWords.of(trend.verdict()));
        return new Figure(
                "trend-" + id(trend.statistic()) + suffix,
                "Finite-width trend: " + trend.statistic().label(),
                trend.series() + ". " + verdict,
                "Measured over predicted against 1/M at " + points.size() + " widths. " + verdict,
                Axis.linear("1 / M"),
                Axis.linear("measured / theory at M = ∞"),
                series(points, fit, half));
    }

    private static List<Series> series(List<Trend.Point> points, WidthFit fit, double half) {
        double end = 1.0 / points.get(points.size() - 1).width();
        RealVector x = column(points, p -> 1.0 / p.width());
        return List.of(
                Series.of(
                        "fit a + b/M",
                        Origin.MEASURED,
                        Mark.LINE,
                        Palette.SKY,
                        RealVector.of(0, end),
                        RealVector.of(fit.intercept(), fit.intercept() + fit.slope() * end)),
                Series.of(
                        "finite-width theory",
                        Origin.PREDICTED,
                        Mark.DASHED_LINE,
                        Palette.VERMILION,
                        RealVector.of(prepend(0, x)),
                        RealVector.of(prepend(1, column(points, Trend.Point::finiteWidth)))),
                new Series(
                        "measured ± one standard error",
                        Origin.MEASURED,
                        Mark.POINTS,
                        Palette.BLUE,
                        x,
                        column(points, Trend.Point::measured),
                        column(points, p -> Objects.requireNonNullElse(p.standardError(), 0.0))),
                new Series(
                        "extrapolated, 95 % interval",
                        Origin.MEASURED,
                        Mark.HOLLOW_POINTS,
                        Palette.GREEN,
                        RealVector.of(0),
                        RealVector.of(fit.intercept()),
                        RealVector.of(half)));
    }

    /** Returns the statistic whose trend a figure of this id shows, of one or of several series. */
    static Optional<Statistic> statisticOf(String id) {
        return Arrays.stream(Statistic.values())
                .filter(s -> id.matches("trend-" + id(s) + "(-[1-9][0-9]*)?"))
                .findFirst();
    }

    private static String id(Statistic statistic) {
        return statistic.key().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static double[] prepend(double first, RealVector rest) {
        double[] all = new double[rest.size() + 1];
        all[0] = first;
        System.arraycopy(rest.toArray(), 0, all, 1, rest.size());
        return all;
    }

    private static RealVector column(List<Trend.Point> points, java.util.function.ToDoubleFunction<Trend.Point> value) {
        return RealVector.of(points.stream().mapToDouble(value).toArray());
    }
}
