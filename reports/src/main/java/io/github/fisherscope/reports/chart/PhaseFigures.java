package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.spectrum.TheoryInfo.Contour;
import io.github.fisherscope.results.spectrum.TheoryInfo.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Phase diagrams of signal propagation over the variances of weights and biases. */
public final class PhaseFigures {
    /** How a line of equal χ₁ looks: cold colours in order, warm ones in chaos. */
    private static final Map<Double, Integer> COLORS = Map.of(
            0.7, Palette.BLUE,
            0.85, Palette.SKY,
            1.15, Palette.ORANGE,
            1.3, Palette.VERMILION);

    private PhaseFigures() {}

    /**
     * Returns the edge of chaos, lines of equal χ₁ on both sides of it, and where a network stands.
     *
     * @param activation its name
     * @param weightVariance σ_w² of the network, inside the diagram
     * @param biasVariance σ_b² of the network
     */
    public static Figure diagram(String activation, double weightVariance, double biasVariance, Phase phase) {
        List<Series> series = new ArrayList<>();
        phase.contours().forEach(c -> series.add(line(c)));
        series.add(Series.of(
                String.format(Locale.ROOT, "you are here: χ₁ = %.4f", phase.chi1()),
                Origin.PREDICTED,
                Mark.POINTS,
                Palette.GREEN,
                RealVector.of(weightVariance),
                RealVector.of(biasVariance)));
        boolean edge = phase.contours().stream().anyMatch(c -> c.chi1() == 1);
        return new Figure(
                "phase-diagram",
                "Phases of signal propagation: " + activation,
                "%s network, σ_w² = %s, σ_b² = %s. "
                                .formatted(activation, Figures.trimmed(weightVariance), Figures.trimmed(biasVariance))
                        + "Left of the edge of chaos χ₁ < 1: nearby inputs converge and gradients vanish with depth (ordered); right of it χ₁ > 1: they separate and gradients explode (chaotic). χ₁ at the fixed point reached from inputs of mean square 1."
                        + (edge ? "" : " This activation has no edge in the range shown."),
                "The edge of chaos in the plane of weight and bias variance, with the network's point.",
                Axis.linear("weight variance σ_w²"),
                Axis.linear("bias variance σ_b²"),
                series);
    }

    private static Series line(Contour c) {
        if (c.chi1() == 1) {
            return Series.of(
                    "edge of chaos, χ₁ = 1",
                    Origin.PREDICTED,
                    Mark.LINE,
                    Palette.BLACK,
                    c.weightVariances(),
                    c.biasVariances());
        }
        return Series.of(
                "χ₁ = %s, %s".formatted(c.chi1(), c.chi1() < 1 ? "ordered" : "chaotic"),
                Origin.PREDICTED,
                Mark.DASHED_LINE,
                COLORS.getOrDefault(c.chi1(), Palette.BLUE),
                c.weightVariances(),
                c.biasVariances());
    }
}
