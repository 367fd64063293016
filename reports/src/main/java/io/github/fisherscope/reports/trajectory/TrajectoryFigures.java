package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.trajectory.WatchFigures.Watched;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The pictures of a trajectory: the loss, λ_max beside its limits, and what {@link WatchFigures} draws. */
final class TrajectoryFigures {
    private final TrajectoryResult result;

    TrajectoryFigures(TrajectoryResult result) {
        this.result = result;
    }

    List<Figure> all() {
        List<Figure> figures = new ArrayList<>(List.of(loss(), sharpness()));
        figures.addAll(new WatchFigures(
                        "step",
                        result.records().stream()
                                .map(r -> new Watched(r.step(), r.spectrum(), r.kernel(), r.path()))
                                .toList())
                .all());
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
        String line = steep() ? "2/(c η)" : "2/η";
        add(series, line, Palette.BLACK, r -> 2 / (curvature(r) * r.rate().value()));
        Double predicted = result.setting().rate().predictedBound();
        if (predicted != null) {
            double largest = 2 / (curvature(result.records().get(0)) * predicted);
            series.add(Series.of(
                    "λ_max of theory at the start",
                    Origin.PREDICTED,
                    Mark.DASHED_LINE,
                    Palette.GREEN,
                    RealVector.of(0, result.steps()),
                    RealVector.of(largest, largest)));
        }
        add(series, "λ_max at the method's own limit", Palette.VERMILION, TrajectoryFigures::critical);
        return new Figure(
                "sharpness",
                "Largest eigenvalue and the learning rate",
                "λ_max of the Fisher matrix. Gradient descent on a quadratic loss is stable while λ_max < " + line
                        + ".",
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

    /** Returns whether the Hessian of the loss in the outputs is another than the Fisher metric. */
    boolean steep() {
        return result.setting().curvature() != 1 || result.records().stream().anyMatch(r -> curvature(r) != 1);
    }

    private double curvature(Snapshot r) {
        Double now = r.rate().curvature();
        return now == null ? result.setting().curvature() : now;
    }

    private void add(List<Series> series, String name, int color, Function<Snapshot, @Nullable Double> value) {
        WatchFigures.add(series, name, Mark.LINE, color, result.records(), Snapshot::step, value);
    }
}
