package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures that lay several results over each other. */
public final class OverlayFigures {
    private OverlayFigures() {}

    /**
     * One result in the overlay.
     *
     * @param name what legends call it
     * @param color index into {@link Palette}
     */
    public record Layer(String name, int color, SpectrumResult result) {}

    /** Returns the figures for which the results have the numbers. Cost O(n log n) in the number of eigenvalues. */
    public static List<Figure> of(List<Layer> layers) {
        List<Figure> figures = new ArrayList<>();
        scree(layers).ifPresent(figures::add);
        shares(layers).ifPresent(figures::add);
        ratios(layers).ifPresent(figures::add);
        return List.copyOf(figures);
    }

    private static Optional<Figure> scree(List<Layer> layers) {
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            double[] values = SpectrumFigures.positive(layer.result().spectrum());
            if (values.length > 0) {
                Series plain = SpectrumFigures.screeSeries(layer.name(), values);
                Mark mark = i % 2 == 0 ? Mark.LINE : Mark.DASHED_LINE;
                series.add(Series.of(layer.name(), Origin.MEASURED, mark, layer.color(), plain.x(), plain.y()));
            }
        }
        return figure(
                "scree-overlay",
                "Eigenvalues in descending order",
                "Eigenvalues above each result's rank threshold. " + names(layers),
                Axis.logarithmic("rank i"),
                Axis.logarithmic("eigenvalue λ_i"),
                series);
    }

    private static Optional<Figure> shares(List<Layer> layers) {
        List<Series> series = new ArrayList<>();
        for (Layer layer : layers) {
            double[] values = SpectrumFigures.positive(layer.result().spectrum());
            if (values.length > 1 && layer.result().spectrum().ranks().rank() != null) {
                Series counts = SpectrumFigures.stairs(values);
                RealVector share = RealVector.of(
                        counts.y().stream().map(v -> v / values.length).toArray());
                series.add(Series.of(layer.name(), Origin.MEASURED, Mark.STAIRS, layer.color(), counts.x(), share));
            }
        }
        return figure(
                "shares-overlay",
                "Share of the non-zero eigenvalues that are large",
                "The Kolmogorov-Smirnov distance is the largest vertical gap between two curves. " + names(layers),
                Axis.logarithmic("threshold k"),
                Axis.linear("share of non-zero eigenvalues ≥ k"),
                series);
    }

    /** Every statistic divided by that of the first result. */
    private static Optional<Figure> ratios(List<Layer> layers) {
        SpectrumResult first = layers.get(0).result();
        List<ComparisonRow> rows = first.comparison().stream()
                .filter(r -> r.measured() != 0)
                .filter(r -> layers.stream().allMatch(l -> l.result().row(r.statistic()) != null))
                .toList();
        if (rows.isEmpty() || layers.size() < 2) {
            return Optional.empty();
        }
        RealVector at = RealVector.of(
                IntStream.rangeClosed(1, rows.size()).asDoubleStream().toArray());
        List<Series> series = new ArrayList<>();
        series.add(Series.of(
                layers.get(0).name() + " (reference)",
                Origin.REFERENCE,
                Mark.DASHED_LINE,
                Palette.BLACK,
                RealVector.of(0, rows.size() + 1.0),
                RealVector.of(1, 1)));
        for (int i = 1; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            RealVector ratio = RealVector.of(rows.stream()
                    .mapToDouble(r -> Objects.requireNonNull(layer.result().row(r.statistic()))
                                    .measured()
                            / r.measured())
                    .toArray());
            series.add(Series.of(
                    layer.name(),
                    Origin.MEASURED,
                    i % 2 == 1 ? Mark.POINTS : Mark.HOLLOW_POINTS,
                    layer.color(),
                    at,
                    ratio));
        }
        return figure(
                "statistics-overlay",
                "Statistics relative to the first result",
                names(layers),
                Axis.categories(
                        "statistic",
                        rows.stream().map(ComparisonFigures::shortLabel).toList()),
                Axis.linear("measured / measured in " + layers.get(0).name()),
                series);
    }

    private static Optional<Figure> figure(
            String id, String title, String caption, Axis x, Axis y, List<Series> series) {
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        id,
                        title,
                        caption,
                        String.format(Locale.ROOT, "%s: %d series; the tables hold the values.", title, series.size()),
                        x,
                        y,
                        series));
    }

    private static String names(List<Layer> layers) {
        return layers.stream()
                .map(l -> l.name() + ": " + Figures.parameters(l.result()))
                .collect(Collectors.joining(" "));
    }
}
