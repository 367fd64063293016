package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.phase.ChiContour;
import io.github.fisherscope.meanfield.phase.PhasePoint;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Phase diagrams of signal propagation over the variances of weights and biases. */
public final class PhaseFigures {
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
        Optional<Series> edge =
                contour(activation, 1, weightEnd, biasEnd, "edge of chaos, χ₁ = 1", Mark.LINE, Palette.BLACK);
        edge.ifPresent(series::add);
        for (Level level : LEVELS) {
            String name = "χ₁ = %s, %s".formatted(level.chi1(), level.phase());
            contour(activation, level.chi1(), weightEnd, biasEnd, name, Mark.DASHED_LINE, level.color())
                    .ifPresent(series::add);
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
                "%s network, σ_w² = %s, σ_b² = %s. "
                                .formatted(
                                        activation.id(), Figures.trimmed(weightVariance), Figures.trimmed(biasVariance))
                        + "Left of the edge of chaos χ₁ < 1: nearby inputs converge and gradients vanish with depth (ordered); right of it χ₁ > 1: they separate and gradients explode (chaotic). χ₁ at the fixed point reached from inputs of mean square 1."
                        + (edge.isEmpty() ? " This activation has no edge in the range shown." : ""),
                "The edge of chaos in the plane of weight and bias variance, with the network's point.",
                Axis.linear("weight variance σ_w²"),
                Axis.linear("bias variance σ_b²"),
                series);
    }

    private static Optional<Series> contour(
            Activation activation, double level, double weightEnd, double biasEnd, String name, Mark mark, int color) {
        return ChiContour.of(activation, level, weightEnd, biasEnd)
                .map(c -> Series.of(name, Origin.PREDICTED, mark, color, c.weightVariances(), c.biasVariances()));
    }
}
