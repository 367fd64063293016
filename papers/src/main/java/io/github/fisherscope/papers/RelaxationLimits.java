package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.LineTransport;
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

/** D_λ and S_λ between two peaks on a line over λ: both tend to the Wasserstein cost for λ → 0; for λ → ∞ D_λ falls like 1/λ. */
final class RelaxationLimits implements Experiment {
    private static final int STATES = 30;

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String title() {
        return "D and S from the least cost of transport to large relaxations";
    }

    @Override
    public List<String> figures() {
        return List.of("limits");
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        PointSet line = PointSet.line(STATES);
        CostMatrix cost = CostMatrix.squaredDistance(line, line);
        DiscreteMeasure p = peak(8, 2);
        DiscreteMeasure q = peak(18, 3);
        double least = LineTransport.cost(line, p, line, q, 2);
        RelaxedTransport transport = RelaxedTransport.of(cost, RelaxedConfig.defaults());
        int count = setting.quick() ? 9 : 17;
        double[] lambdas = new double[count];
        double[] relaxed = new double[count];
        double[] sinkhorn = new double[count];
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            lambdas[k] = Math.pow(10, -2 + 8.0 * k / (count - 1));
            TransportDivergences divergences = TransportDivergences.of(transport, lambdas[k]);
            relaxed[k] = divergences.relaxed(p, q).value();
            sinkhorn[k] = divergences.sinkhorn(p, q).value();
            rows.add(List.of(
                    Numbers.shortly(lambdas[k]),
                    Numbers.significant(relaxed[k], 6),
                    Numbers.significant(sinkhorn[k], 6),
                    Numbers.significant(lambdas[k] * relaxed[k], 6)));
        }
        return new Outcome(
                List.of(figure(lambdas, relaxed, sinkhorn, least)),
                TextTable.of(List.of("λ", "D_λ", "S_λ", "λ D_λ"), rows),
                claims(new Limit(least, energy(cost, p, q), spread(cost, p, q)), lambdas, relaxed, sinkhorn));
    }

    /** What the divergences tend to: W, half the energy distance, and λ D_λ. */
    private record Limit(double wasserstein, double energy, double spread) {}

    private static List<Outcome.Claim> claims(Limit limit, double[] lambdas, double[] relaxed, double[] sinkhorn) {
        int last = lambdas.length - 1;
        double tail = lambdas[last] * relaxed[last];
        return List.of(
                tends("D_λ at λ = 0.01", relaxed[0], "the least cost W", limit.wasserstein()),
                tends("S_λ at λ = 0.01", sinkhorn[0], "the least cost W", limit.wasserstein()),
                tends("S_λ at λ = 10⁶", sinkhorn[last], "half the energy distance", limit.energy()),
                tends("λ D_λ at λ = 10⁶", tail, "(1/2n) Σ ((q−p)ᵀM̄)²", limit.spread()));
    }

    private static Outcome.Claim tends(String what, double value, String to, double limit) {
        return Outcome.Claim.of(
                Math.abs(value / limit - 1) < 1e-2,
                String.format(Locale.ROOT, "%s is %.5g; %s is %.5g.", what, value, to, limit));
    }

    private static DiscreteMeasure peak(double centre, double width) {
        double[] weights = new double[STATES];
        for (int i = 0; i < STATES; i++) {
            weights[i] = Math.exp(-(i - centre) * (i - centre) / (2 * width * width));
        }
        return DiscreteMeasure.proportionalTo("peak", RealVector.takingOver(weights));
    }

    private static double energy(CostMatrix cost, DiscreteMeasure p, DiscreteMeasure q) {
        double sum = 0;
        for (int i = 0; i < STATES; i++) {
            for (int j = 0; j < STATES; j++) {
                sum += cost.get(i, j) * (p.get(i) * q.get(j) - p.get(i) * p.get(j) / 2 - q.get(i) * q.get(j) / 2);
            }
        }
        return sum;
    }

    private static double spread(CostMatrix cost, DiscreteMeasure p, DiscreteMeasure q) {
        double[] means = new double[STATES];
        for (int i = 0; i < STATES; i++) {
            for (int j = 0; j < STATES; j++) {
                means[i] += cost.get(i, j) / STATES;
            }
        }
        double sum = 0;
        for (int j = 0; j < STATES; j++) {
            double column = 0;
            for (int i = 0; i < STATES; i++) {
                column += (q.get(i) - p.get(i)) * (cost.get(i, j) - means[i]);
            }
            sum += column * column / (2 * STATES);
        }
        return sum;
    }

    private static Figure figure(double[] lambdas, double[] relaxed, double[] sinkhorn, double least) {
        RealVector x = RealVector.of(lambdas);
        return new Figure(
                "limits",
                "Divergences of relaxed transport over the relaxation",
                "Two peaks on a line of 30 points, squared distance. W: the least cost of transport.",
                "D and S start at W; D falls like 1/λ, S levels off at half the energy distance.",
                Axis.logarithmic("relaxation λ"),
                Axis.logarithmic("divergence"),
                List.of(
                        Series.of("D_λ", Origin.MEASURED, Mark.LINE, Palette.VERMILION, x, RealVector.of(relaxed)),
                        Series.of("S_λ", Origin.MEASURED, Mark.LINE, Palette.GREEN, x, RealVector.of(sinkhorn)),
                        Series.of(
                                "W",
                                Origin.REFERENCE,
                                Mark.DASHED_LINE,
                                Palette.BLACK,
                                RealVector.of(lambdas[0], lambdas[lambdas.length - 1]),
                                RealVector.of(least, least))));
    }
}
