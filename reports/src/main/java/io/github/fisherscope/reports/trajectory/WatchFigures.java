package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a training and a series of checkpoints have in common to show: eigenvalues, the way, and the dual matrix. */
final class WatchFigures {
    private static final int[] LEADING = {Palette.BLUE, Palette.VERMILION, Palette.ORANGE};

    private final String axis;
    private final List<Watched> rows;

    /** @param axis what the places count */
    WatchFigures(String axis, List<Watched> rows) {
        this.axis = axis;
        this.rows = rows;
    }

    /**
     * A network that was looked at.
     *
     * @param at its place on the axis
     */
    record Watched(
            double at, SpectrumNow spectrum, @Nullable KernelNow kernel, Path path) {}

    List<Figure> all() {
        List<Figure> figures = new ArrayList<>(List.of(eigenvalues(), path()));
        if (rows.stream().anyMatch(r -> r.kernel() != null)) {
            figures.add(kernel());
        }
        return figures;
    }

    private Figure eigenvalues() {
        List<Series> series = new ArrayList<>();
        int shown = Math.min(
                LEADING.length,
                rows.stream().mapToInt(r -> r.spectrum().top().size()).min().orElse(0));
        for (int i = 0; i < shown; i++) {
            int index = i;
            add(series, "λ_" + (i + 1), LEADING[i], r -> r.spectrum().top().get(index));
        }
        List<Double> levels = SpectrumNow.LEVELS;
        int[] colors = {Palette.SKY, Palette.PURPLE, Palette.GREEN, Palette.PURPLE, Palette.SKY};
        int[] chosen = {0, 2, 4, 6, 8};
        for (int k = 0; k < chosen.length; k++) {
            int index = chosen[k];
            add(
                    series,
                    String.format(Locale.ROOT, "%.0f %% quantile", 100 * levels.get(index)),
                    Mark.DASHED_LINE,
                    colors[k],
                    r -> quantile(r, index));
        }
        return new Figure(
                "eigenvalues",
                "Eigenvalues over time",
                "The largest eigenvalues, and quantiles of all that can differ from zero.",
                "Lines from left to right: the largest eigenvalues above, the quantiles of the bulk below.",
                Axis.linear(axis),
                Axis.logarithmic("eigenvalue λ"),
                series);
    }

    private static @Nullable Double quantile(Watched r, int index) {
        RealVector quantiles = r.spectrum().quantiles();
        return quantiles == null ? null : (Double) quantiles.get(index);
    }

    private Figure path() {
        List<Series> series = new ArrayList<>();
        add(series, "length of the way", Palette.BLUE, r -> r.path().length());
        add(series, "distance from the start", Palette.VERMILION, r -> r.path().distance());
        return new Figure(
                "path",
                "The way in the space of predictions",
                "Fisher-Rao length of the way so far, by chords, beside the distance from the start.",
                "Two rising lines; the closer they are, the straighter the way.",
                Axis.linear(axis),
                Axis.linear("Fisher-Rao length"),
                series);
    }

    private Figure kernel() {
        List<Series> series = new ArrayList<>();
        add(
                series,
                "drift ‖K − K₀‖/‖K₀‖",
                Palette.BLUE,
                r -> r.kernel() == null ? null : r.kernel().drift());
        add(
                series,
                "alignment with the labels",
                Palette.GREEN,
                r -> r.kernel() == null ? null : r.kernel().alignment());
        add(
                series,
                "gradient in the leading eigenspace",
                Palette.VERMILION,
                r -> r.spectrum().gradientShare());
        return new Figure(
                "kernel",
                "The dual matrix and the gradient",
                "How far the dual matrix K is from that of the start, how far it points along the labels, and the share of the"
                        + " squared gradient in the span of the C leading eigenvectors.",
                "Three lines from left to right.",
                Axis.linear(axis),
                Axis.linear("ratio"),
                series);
    }

    private void add(List<Series> series, String name, int color, Function<Watched, @Nullable Double> value) {
        add(series, name, Mark.LINE, color, value);
    }

    private void add(
            List<Series> series, String name, Mark mark, int color, Function<Watched, @Nullable Double> value) {
        add(series, name, mark, color, rows, Watched::at, value);
    }

    /** Adds a line through the rows where its value is known, if there is any. */
    static <T> void add(
            List<Series> series,
            String name,
            Mark mark,
            int color,
            List<T> rows,
            ToDoubleFunction<T> place,
            Function<T, @Nullable Double> value) {
        List<T> known = rows.stream().filter(r -> value.apply(r) != null).toList();
        if (known.isEmpty()) {
            return;
        }
        series.add(Series.of(
                name,
                Origin.MEASURED,
                mark,
                color,
                RealVector.takingOver(known.stream().mapToDouble(place).toArray()),
                RealVector.takingOver(
                        known.stream().mapToDouble(r -> number(value.apply(r))).toArray())));
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
