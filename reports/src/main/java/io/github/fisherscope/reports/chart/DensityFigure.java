package io.github.fisherscope.reports.chart;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.results.spectrum.SpectrumInfo.Density;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The estimated spectral density, with its scatter and the levels of theory. */
final class DensityFigure {
    /** Share of the largest density below which a value is the tail of the smoothing kernel and says nothing. */
    private static final double TAIL = 1e-8;

    private DensityFigure() {}

    /** Returns the figure if the result has a density that is positive somewhere at positive eigenvalues. */
    static Optional<Figure> of(SpectrumResult result) {
        Density density = result.spectrum().density();
        if (density == null) {
            return Optional.empty();
        }
        double floor = TAIL * density.values().stream().max().orElse(0);
        int[] shown = shown(density, floor);
        if (shown.length == 0) {
            return Optional.empty();
        }
        RealVector grid = at(density.grid(), shown);
        RealVector values = RealVector.of(at(density.values(), shown).stream()
                .map(v -> v >= floor ? v : 0)
                .toArray());
        List<Series> series = new ArrayList<>();
        series.add(Series.of("density, estimated", Origin.MEASURED, Mark.LINE, Palette.BLUE, grid, values));
        RealVector error = density.standardError();
        if (error != null) {
            RealVector half = at(error, shown);
            series.add(bound("+ standard error", grid, values, half, 1));
            series.add(bound("− standard error", grid, values, half, -1));
        }
        TheoryInfo theory = result.theory();
        add(series, "mean, theory", Palette.GREEN, theory.mean());
        if (theory.hasOutliers()) {
            add(series, "bulk, theory", Palette.PURPLE, theory.bulk());
            add(series, "outliers, theory", Palette.VERMILION, theory.top());
        }
        return Optional.of(new Figure(
                "spectral-density",
                "Spectral density",
                Figures.parameters(result)
                        + (series(result) ? " Estimated by Chebyshev moments" : " Estimated by stochastic quadrature")
                        + " and smoothed; the density is that of all P eigenvalues,"
                        + " per unit of λ. Tails of the smoothing below 10⁻⁸ of the maximum are left out."
                        + (error == null ? "" : " Dashed: one standard error over the probe vectors."),
                String.format(
                        Locale.ROOT,
                        "Spectral density with logarithmic axes, at %d points from %s to %s; %d %s.",
                        shown.length,
                        Numbers.shortly(grid.get(0)),
                        Numbers.shortly(grid.get(shown.length - 1)),
                        density.nodes().size(),
                        series(result) ? "nodes of a Chebyshev series" : "quadrature nodes"),
                Axis.logarithmic("eigenvalue λ"),
                Axis.logarithmic("density"),
                series));
    }

    private static boolean series(SpectrumResult result) {
        return result.spectrum().run().method().equals("kernel-polynomial");
    }

    /**
     * Returns the points above the floor, and beside each the first point below it, whose density becomes zero: between
     * two peaks the curve then has a gap instead of a line that nothing measured.
     */
    private static int[] shown(Density density, double floor) {
        int n = density.grid().size();
        return IntStream.range(0, n)
                .filter(i -> density.grid().get(i) > 0)
                .filter(i -> isShown(density, floor, i)
                        || (i > 0 && isShown(density, floor, i - 1))
                        || (i < n - 1 && isShown(density, floor, i + 1)))
                .toArray();
    }

    private static boolean isShown(Density density, double floor, int i) {
        return density.values().get(i) > 0
                && density.values().get(i) >= floor
                && density.grid().get(i) > 0;
    }

    private static RealVector at(RealVector vector, int[] indices) {
        return RealVector.of(IntStream.of(indices).mapToDouble(vector::get).toArray());
    }

    /** Returns the curve shifted by its error; where nothing is left above zero a logarithmic axis shows a gap. */
    private static Series bound(String name, RealVector grid, RealVector values, RealVector error, int sign) {
        double[] shifted = IntStream.range(0, values.size())
                .mapToDouble(i -> values.get(i) == 0 ? 0 : Math.max(0, values.get(i) + sign * error.get(i)))
                .toArray();
        return Series.of(name, Origin.MEASURED, Mark.DASHED_LINE, Palette.SKY, grid, RealVector.of(shifted));
    }

    private static void add(List<Series> series, String name, int color, @Nullable Double value) {
        if (value != null && value > 0) {
            series.add(Series.vertical(name, Origin.PREDICTED, color, value));
        }
    }
}
