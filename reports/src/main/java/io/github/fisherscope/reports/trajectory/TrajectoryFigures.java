package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pictures of a trajectory: the loss, λ_max beside its limits, the eigenvalues over time, and the way. */
final class TrajectoryFigures {
    private static final int[] LEADING = {Palette.BLUE, Palette.VERMILION, Palette.ORANGE};

    private final TrajectoryResult result;

    TrajectoryFigures(TrajectoryResult result) {
        this.result = result;
    }

    List<Figure> all() {
        List<Figure> figures = new ArrayList<>(List.of(loss(), sharpness(), eigenvalues(), path()));
        if (result.records().stream().anyMatch(r -> r.kernel() != null)) {
            figures.add(kernel());
        }
        return figures;
    }

    private Figure loss() {
        RealVector steps = RealVector.takingOver(
                IntStream.rangeClosed(0, result.steps()).asDoubleStream().toArray());
        List<Series> series = new ArrayList<>();
        series.add(Series.of("training loss", Origin.MEASURED, Mark.LINE, Palette.BLUE, steps, result.losses()));
        add(series, "held-out loss", Palette.VERMILION, Snapshot::heldOutLoss);
        return new Figure(
                "loss",
                "Loss",
                "Mean loss over the samples before the first step and after each.",
                String.format(
                        Locale.ROOT,
                        "The loss goes from %.3g to %.3g in %d steps.",
                        result.losses().get(0),
                        result.losses().get(result.losses().size() - 1),
                        result.steps()),
                Axis.linear("step"),
                Axis.logarithmic("loss"),
                series);
    }

    private Figure sharpness() {
        List<Series> series = new ArrayList<>();
        add(series, "λ_max", Palette.BLUE, r -> r.spectrum().largest());
        double curvature = result.setting().curvature();
        String line = curvature == 1 ? "2/η" : "2/(" + Numbers.shortly(curvature) + " η)";
        add(series, line, Palette.BLACK, r -> 2 / (curvature * r.rate().value()));
        add(series, "λ_max at the method's own limit", Palette.VERMILION, TrajectoryFigures::critical);
        return new Figure(
                "sharpness",
                "Largest eigenvalue and the learning rate",
                "λ_max of the Fisher matrix. Gradient descent on a quadratic loss is stable while λ_max < 2/η.",
                "λ_max over the steps beside the line 2/η.",
                Axis.linear("step"),
                wide(series) ? Axis.logarithmic("eigenvalue") : Axis.linear("eigenvalue"),
                series);
    }

    /** Returns whether values differ by more than a linear axis shows. */
    private static boolean wide(List<Series> series) {
        double largest =
                series.stream().flatMapToDouble(s -> s.y().stream()).max().orElse(1);
        double least =
                series.stream().flatMapToDouble(s -> s.y().stream()).min().orElse(1);
        return least > 0 && largest > 20 * least;
    }

    /** Returns λ_max times η over the method's limit: where it meets λ_max, the rate is at the limit. */
    private static @Nullable Double critical(Snapshot r) {
        Double limit = r.rate().limit();
        Double bound = r.rate().bound();
        return limit == null || bound == null || limit.equals(bound)
                ? null
                : (Double) (r.spectrum().largest() * limit / r.rate().value());
    }

    private Figure eigenvalues() {
        List<Series> series = new ArrayList<>();
        int shown = Math.min(
                LEADING.length,
                result.records().stream()
                        .mapToInt(r -> r.spectrum().top().size())
                        .min()
                        .orElse(0));
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
                "Lines over the steps: the largest eigenvalues above, the quantiles of the bulk below.",
                Axis.linear("step"),
                Axis.logarithmic("eigenvalue λ"),
                series);
    }

    private static @Nullable Double quantile(Snapshot r, int index) {
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
                Axis.linear("step"),
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
                "Three lines over the steps.",
                Axis.linear("step"),
                Axis.linear("ratio"),
                series);
    }

    private void add(List<Series> series, String name, int color, Function<Snapshot, @Nullable Double> value) {
        add(series, name, Mark.LINE, color, value);
    }

    private void add(
            List<Series> series, String name, Mark mark, int color, Function<Snapshot, @Nullable Double> value) {
        List<Snapshot> known =
                result.records().stream().filter(r -> value.apply(r) != null).toList();
        if (known.isEmpty()) {
            return;
        }
        series.add(Series.of(
                name,
                Origin.MEASURED,
                mark,
                color,
                RealVector.takingOver(known.stream().mapToDouble(Snapshot::step).toArray()),
                RealVector.takingOver(
                        known.stream().mapToDouble(r -> number(value.apply(r))).toArray())));
    }

    private static double number(@Nullable Double value) {
        return value == null ? Double.NaN : value;
    }
}
