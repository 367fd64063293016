package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.Barycentre;
import io.github.fisherscope.geometry.transport.Barycentres;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.geometry.transport.RelaxedTransport;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * Means of two patterns under C_λ, S_λ and D_λ on a square grid: the first is blurred, by a variance of λ/2 for the squared
 * distance, the others are not.
 */
final class TransportMeans implements Experiment {
    private static final double LAMBDA = 2;
    private static final RealVector HALVES = RealVector.of(0.5, 0.5);

    @Override
    public String name() {
        return "barycentres";
    }

    @Override
    public String title() {
        return "means of two patterns under C, S and D";
    }

    /** One mean and its name. */
    private record Found(String name, int color, Barycentre mean) {}

    @Override
    public List<String> figures() {
        return List.of("barycentres");
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        int edge = setting.quick() ? 11 : 15;
        int steps = setting.quick() ? 60 : 400;
        PointSet grid = PointSet.grid(edge, edge);
        RelaxedTransport transport = RelaxedTransport.of(
                CostMatrix.squaredDistance(grid, grid), RelaxedConfig.defaults().withTolerance(1e-10));
        List<DiscreteMeasure> patterns = List.of(disc(edge, edge / 4.0), disc(edge, edge - 1 - edge / 4.0));
        Barycentres projections = Barycentres.of(transport, LAMBDA, new Barycentres.Limits(1e-9, 5000));
        Barycentres descent = Barycentres.of(transport, LAMBDA, new Barycentres.Limits(1e-7, steps));
        List<Found> found = List.of(
                new Found("C_λ", Palette.BLUE, projections.ofCosts(patterns, HALVES)),
                new Found("S_λ", Palette.GREEN, projections.ofSinkhornDivergences(patterns, HALVES)),
                new Found("D_λ", Palette.VERMILION, descent.ofRelaxedDivergences(patterns, HALVES)));
        double own = spread(patterns.get(0), edge);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("each pattern", Numbers.significant(own, 4), Numbers.NONE, Numbers.NONE));
        for (Found f : found) {
            rows.add(List.of(
                    "mean under " + f.name(),
                    Numbers.significant(spread(f.mean().measure(), edge), 4),
                    Numbers.significant(f.mean().gap(), 2),
                    Integer.toString(f.mean().iterations())));
        }
        return new Outcome(
                List.of(figure(patterns, found, edge)),
                TextTable.of(List.of("distribution", "variance along a side", "gap", "iterations"), rows),
                claims(found, own, edge));
    }

    private static List<Outcome.Claim> claims(List<Found> found, double own, int edge) {
        double blurred = spread(found.get(0).mean().measure(), edge);
        double debiased = spread(found.get(1).mean().measure(), edge);
        double relaxed = spread(found.get(2).mean().measure(), edge);
        return List.of(
                Outcome.Claim.of(
                        Math.abs(blurred - own - LAMBDA / 2) < 0.1 * LAMBDA / 2,
                        String.format(
                                Locale.ROOT,
                                "The mean under C_λ is wider than the patterns by a variance of %.3f; λ/2 is %.3f.",
                                blurred - own,
                                LAMBDA / 2)),
                Outcome.Claim.of(
                        Math.abs(debiased - own) < 0.1 * LAMBDA / 2,
                        String.format(
                                Locale.ROOT,
                                "The mean under S_λ is as wide as the patterns: the variances differ by %.3f.",
                                debiased - own)),
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "The mean under D_λ, which undoes the blur, has a variance that differs by %.3f, with %.1e of its sum still to gain.",
                                relaxed - own,
                                found.get(2).mean().gap()),
                        Verdict.INFORMATIVE));
    }

    private static DiscreteMeasure disc(int edge, double centre) {
        double radius = edge / 5.0;
        double[] weights = new double[edge * edge];
        for (int i = 0; i < weights.length; i++) {
            int row = i / edge;
            double dy = row - (edge - 1) / 2.0;
            double dx = i - row * edge - centre;
            weights[i] = dx * dx + dy * dy <= radius * radius ? 1 : 0;
        }
        return DiscreteMeasure.proportionalTo("pattern", RealVector.takingOver(weights));
    }

    private static RealVector profile(DiscreteMeasure measure, int edge) {
        double[] columns = new double[edge];
        for (int i = 0; i < measure.size(); i++) {
            columns[i % edge] += measure.get(i);
        }
        return RealVector.takingOver(columns);
    }

    private static double spread(DiscreteMeasure measure, int edge) {
        RealVector columns = profile(measure, edge);
        double mean = sum(edge, i -> i * columns.get(i));
        return sum(edge, i -> (i - mean) * (i - mean) * columns.get(i));
    }

    private static double sum(int n, IntToDoubleFunction terms) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += terms.applyAsDouble(i);
        }
        return sum;
    }

    private static Figure figure(List<DiscreteMeasure> patterns, List<Found> found, int edge) {
        double[] x = new double[edge];
        for (int i = 0; i < edge; i++) {
            x[i] = i;
        }
        RealVector columns = RealVector.takingOver(x);
        List<Series> series = new ArrayList<>();
        for (int k = 0; k < patterns.size(); k++) {
            series.add(Series.of(
                    "pattern " + (k + 1),
                    Origin.REFERENCE,
                    Mark.DASHED_LINE,
                    k == 0 ? Palette.BLACK : Palette.PURPLE,
                    columns,
                    profile(patterns.get(k), edge)));
        }
        found.forEach(f -> series.add(Series.of(
                f.name(),
                Origin.MEASURED,
                f.color() == Palette.GREEN ? Mark.POINTS : Mark.LINE,
                f.color(),
                columns,
                profile(f.mean().measure(), edge))));
        return new Figure(
                "barycentres",
                "Means of two discs",
                String.format(
                        Locale.ROOT,
                        "%d × %d pixels, squared distance, λ = %s; mass of each column of pixels. Dashed: the patterns; lines: their means.",
                        edge,
                        edge,
                        LAMBDA),
                "The mean under C is wider than the patterns; those under S and D are as narrow.",
                Axis.linear("column"),
                Axis.linear("mass"),
                series);
    }
}
