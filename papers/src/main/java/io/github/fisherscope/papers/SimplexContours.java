package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.AlphaDivergence;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.geometry.transport.RelaxedTransport;
import io.github.fisherscope.geometry.transport.TransportDivergences;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * C_λ, D_λ, S_λ and KL from one distribution to all others on three states: contours on the simplex. C_λ is least at the
 * blurred distribution, the divergences at the distribution itself.
 */
final class SimplexContours implements Experiment {
    private static final double LAMBDA = 0.5;
    private static final DiscreteMeasure P = DiscreteMeasure.distribution("p", RealVector.of(0.6, 0.3, 0.1));
    private static final double[] SHARES = {0.05, 0.2, 0.45, 0.8};
    private static final int RAYS = 72;
    private static final int BISECTIONS = 40;

    /** A function of q, and where its contours are centred. */
    private record Surface(String id, String name, ToDoubleFunction<DiscreteMeasure> value, DiscreteMeasure least) {}

    @Override
    public String name() {
        return "simplex";
    }

    @Override
    public String title() {
        return "contours of C, D, S and KL on the simplex of three states";
    }

    @Override
    public List<String> figures() {
        return List.of("simplex-cost", "simplex-relaxed", "simplex-sinkhorn", "simplex-kl");
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        PointSet line = PointSet.line(3);
        RelaxedTransport transport = RelaxedTransport.of(CostMatrix.distance(line, line), RelaxedConfig.defaults());
        TransportDivergences divergences = TransportDivergences.of(transport, LAMBDA);
        DiscreteMeasure blurred = divergences.smooth(P);
        List<Surface> surfaces = List.of(
                new Surface("cost", "C_λ", q -> transport.solve(P, q, LAMBDA).cost(), blurred),
                new Surface("relaxed", "D_λ", q -> divergences.relaxed(P, q).value(), P),
                new Surface("sinkhorn", "S_λ", q -> divergences.sinkhorn(P, q).value(), P),
                new Surface(
                        "kl",
                        "KL[p : q]",
                        q -> AlphaDivergence.kullbackLeibler().between(P, q),
                        P));
        List<Figure> figures = new ArrayList<>();
        List<List<String>> rows = new ArrayList<>();
        List<Outcome.Claim> claims = new ArrayList<>();
        for (Surface s : surfaces) {
            figures.add(figure(s));
            double least = s.value().applyAsDouble(s.least());
            double nearby = leastNearby(s);
            rows.add(List.of(
                    s.name(),
                    s.least().equals(P) ? "p" : "K̃p",
                    Numbers.significant(least, 6),
                    Numbers.significant(nearby - least, 3)));
            claims.add(Outcome.Claim.of(
                    nearby > least,
                    String.format(
                            Locale.ROOT,
                            "%s is least at %s: around it, it is larger by at least %.2e.",
                            s.name(),
                            s.least().equals(P) ? "p itself" : "the blurred p and not at p",
                            nearby - least)));
        }
        return new Outcome(
                figures, TextTable.of(List.of("function", "least at", "value", "rise at 0.01"), rows), claims);
    }

    /** The least value on a small circle around where the function should be least. */
    private static double leastNearby(Surface surface) {
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < RAYS; k++) {
            least = Math.min(least, surface.value().applyAsDouble(along(surface.least(), k, 0.01)));
        }
        return least;
    }

    private static Figure figure(Surface surface) {
        double centre = surface.value().applyAsDouble(surface.least());
        double height = Double.POSITIVE_INFINITY;
        for (int k = 0; k < RAYS; k++) {
            double edge = reach(surface.least(), k) * 0.999;
            height = Math.min(height, surface.value().applyAsDouble(along(surface.least(), k, edge)) - centre);
        }
        List<Series> series = new ArrayList<>();
        series.add(closed("simplex", Origin.REFERENCE, Mark.LINE, Palette.BLACK, corners()));
        for (double share : SHARES) {
            double level = centre + 2 * share * height;
            List<DiscreteMeasure> contour = new ArrayList<>();
            for (int k = 0; k < RAYS; k++) {
                contour.add(along(surface.least(), k, crossing(surface, k, level)));
            }
            series.add(closed(Numbers.significant(level, 3), Origin.MEASURED, Mark.LINE, Palette.BLUE, contour));
        }
        series.add(point("p", Mark.POINTS, Palette.VERMILION, P));
        if (!surface.least().equals(P)) {
            series.add(point("K̃p", Mark.HOLLOW_POINTS, Palette.GREEN, surface.least()));
        }
        return new Figure(
                "simplex-" + surface.id(),
                surface.name() + " from p on the simplex",
                String.format(
                        Locale.ROOT,
                        "Three points of a line, cost |i−j|, λ = %s, p = (0.6, 0.3, 0.1). Corners: all mass on state 0 (left), 1 (right), 2 (top). Lines: equal values.",
                        LAMBDA),
                "Closed contours around " + (surface.least().equals(P) ? "p." : "the blurred p, away from p."),
                Axis.linear("q₁ + q₂/2"),
                Axis.linear("q₂ √3/2"),
                series);
    }

    /** The distance on a ray at which the function reaches a level, or the edge of the simplex before. */
    private static double crossing(Surface surface, int ray, double level) {
        double low = 0;
        double high = reach(surface.least(), ray) * 0.999;
        if (surface.value().applyAsDouble(along(surface.least(), ray, high)) <= level) {
            return high;
        }
        for (int k = 0; k < BISECTIONS; k++) {
            double middle = (low + high) / 2;
            boolean below = surface.value().applyAsDouble(along(surface.least(), ray, middle)) < level;
            low = below ? middle : low;
            high = below ? high : middle;
        }
        return low;
    }

    private static double[] direction(int ray) {
        double angle = 2 * Math.PI * ray / RAYS;
        // the plane's axes in barycentric coordinates: x = q1 + q2/2, y = q2 √3/2
        double q2 = Math.sin(angle) * 2 / Math.sqrt(3);
        double q1 = Math.cos(angle) - q2 / 2;
        return new double[] {-q1 - q2, q1, q2};
    }

    private static double reach(DiscreteMeasure from, int ray) {
        double[] d = direction(ray);
        double reach = Double.POSITIVE_INFINITY;
        for (int i = 0; i < 3; i++) {
            reach = d[i] < 0 ? Math.min(reach, -from.get(i) / d[i]) : reach;
        }
        return reach;
    }

    private static DiscreteMeasure along(DiscreteMeasure from, int ray, double distance) {
        double[] d = direction(ray);
        double[] q = new double[3];
        for (int i = 0; i < 3; i++) {
            q[i] = Math.max(0, from.get(i) + distance * d[i]);
        }
        return DiscreteMeasure.distribution("q", RealVector.takingOver(q));
    }

    private static List<DiscreteMeasure> corners() {
        return List.of(
                DiscreteMeasure.distribution("q", RealVector.of(1, 0, 0)),
                DiscreteMeasure.distribution("q", RealVector.of(0, 1, 0)),
                DiscreteMeasure.distribution("q", RealVector.of(0, 0, 1)));
    }

    private static Series closed(String name, Origin origin, Mark mark, int color, List<DiscreteMeasure> points) {
        double[] x = new double[points.size() + 1];
        double[] y = new double[points.size() + 1];
        for (int i = 0; i <= points.size(); i++) {
            DiscreteMeasure q = points.get(i % points.size());
            x[i] = q.get(1) + q.get(2) / 2;
            y[i] = q.get(2) * Math.sqrt(3) / 2;
        }
        return Series.of(name, origin, mark, color, RealVector.takingOver(x), RealVector.takingOver(y));
    }

    private static Series point(String name, Mark mark, int color, DiscreteMeasure q) {
        return Series.of(
                name,
                Origin.REFERENCE,
                mark,
                color,
                RealVector.of(q.get(1) + q.get(2) / 2),
                RealVector.of(q.get(2) * Math.sqrt(3) / 2));
    }
}
