package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.phase.EdgeOfChaos;
import io.github.fisherscope.meanfield.phase.PhaseDiagram;
import io.github.fisherscope.meanfield.phase.PhasePoint;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Phase diagrams of signal propagation over the variances of weights and biases. */
public final class PhaseFigures {
    private static final int EDGE_POINTS = 81;
    private static final int COLUMNS = 121;
    private static final int ROWS = 41;

    /** A line of equal χ₁ with its colour: cold colours in order, warm ones in chaos. */
    private record Level(double chi1, String phase, int color) {}

    private static final List<Level> LEVELS = List.of(
            new Level(0.7, "ordered", Palette.BLUE),
            new Level(0.85, "ordered", Palette.SKY),
            new Level(1.15, "chaotic", Palette.ORANGE),
            new Level(1.3, "chaotic", Palette.VERMILION));

    private PhaseFigures() {}

    /**
     * Returns the edge of chaos, lines of equal χ₁ on both sides of it, and where a network stands.
     *
     * @param weightVariance σ_w² of the network, inside the diagram
     * @param biasVariance σ_b² of the network
     */
    public static Figure diagram(Activation activation, double weightVariance, double biasVariance) {
        double biasEnd = Math.max(1, 1.5 * biasVariance);
        double weightEnd = Math.max(4, 1.4 * weightVariance);
        List<Series> series = new ArrayList<>();
        Optional<Series> edge = edge(activation, biasEnd, weightEnd);
        edge.ifPresent(series::add);
        PhaseDiagram diagram =
                PhaseDiagram.of(activation, even(weightEnd / COLUMNS, weightEnd, COLUMNS), even(0, biasEnd, ROWS));
        for (Level level : LEVELS) {
            contour(diagram, level).ifPresent(series::add);
        }
        PhasePoint own = PhasePoint.of(activation, weightVariance, biasVariance);
        series.add(Series.of(
                String.format(Locale.ROOT, "you are here: χ₁ = %.4f", own.chi1()),
                Origin.PREDICTED,
                Mark.POINTS,
                Palette.GREEN,
                RealVector.of(weightVariance),
                RealVector.of(biasVariance)));
        return new Figure(
                "phase-diagram",
                "Phases of signal propagation: " + activation.id(),
                "Left of the edge of chaos χ₁ < 1: nearby inputs converge and gradients vanish with depth (ordered); right of it χ₁ > 1: they separate and gradients explode (chaotic). χ₁ at the fixed point reached from inputs of mean square 1."
                        + (edge.isEmpty() ? " This activation has no edge in the range shown." : ""),
                "The edge of chaos in the plane of weight and bias variance, with the network's point.",
                Axis.linear("weight variance σ_w²"),
                Axis.linear("bias variance σ_b²"),
                series);
    }

    private static Optional<Series> edge(Activation activation, double biasEnd, double weightEnd) {
        List<double[]> points = new ArrayList<>();
        for (double share : even(0, 1, EDGE_POINTS).toArray()) {
            // Near σ_b² = 0 the edge of smooth activations is steep: points lie closer there.
            double b = biasEnd * share * share * share;
            EdgeOfChaos.of(activation, b)
                    .filter(e -> e.weightVariance() <= weightEnd)
                    .ifPresent(e -> points.add(new double[] {e.weightVariance(), b}));
        }
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(Series.of(
                        "edge of chaos, χ₁ = 1",
                        Origin.PREDICTED,
                        Mark.LINE,
                        Palette.BLACK,
                        column(points, p -> p[0]),
                        column(points, p -> p[1])));
    }

    /** Follows χ₁ = level upwards in σ_b², where each row crosses it once from below; linear between grid points. */
    private static Optional<Series> contour(PhaseDiagram diagram, Level wanted) {
        double level = wanted.chi1();
        List<double[]> points = new ArrayList<>();
        RealVector weights = diagram.weightVariances();
        for (int row = 0; row < diagram.biasVariances().size(); row++) {
            for (int i = 1; i < weights.size(); i++) {
                double left = diagram.point(i - 1, row).chi1();
                double right = diagram.point(i, row).chi1();
                if (left < level && right >= level) {
                    double share = (level - left) / (right - left);
                    points.add(new double[] {
                        weights.get(i - 1) + share * (weights.get(i) - weights.get(i - 1)),
                        diagram.biasVariances().get(row)
                    });
                    break;
                }
            }
        }
        return points.size() < 2
                ? Optional.empty()
                : Optional.of(Series.of(
                        "χ₁ = %s, %s".formatted(level, wanted.phase()),
                        Origin.PREDICTED,
                        Mark.DASHED_LINE,
                        wanted.color(),
                        column(points, p -> p[0]),
                        column(points, p -> p[1])));
    }

    private static RealVector even(double from, double to, int count) {
        return RealVector.of(IntStream.range(0, count)
                .mapToDouble(i -> from + (to - from) * i / (count - 1))
                .toArray());
    }

    private static RealVector column(List<double[]> points, ToDoubleFunction<double[]> value) {
        return RealVector.of(points.stream().mapToDouble(value).toArray());
    }
}
