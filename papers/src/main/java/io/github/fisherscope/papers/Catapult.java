package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.LossCurve;
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
import java.util.stream.IntStream;

/**
 * The loss after training against the learning rate, from random labels: beyond 2/λ_max it first grows, but up to about
 * twice that it comes down again, so that the final loss does not show the limit and early growth does.
 */
final class Catapult implements Experiment {
    private static final int SAMPLES = 50;
    private static final double CONVERGED = 1e-2;

    /** Lower losses are drawn here, since how far below convergence goes says nothing. */
    private static final double FLOOR = 1e-6;

    @Override
    public String name() {
        return "loss-after-training";
    }

    @Override
    public String title() {
        return "largest and final loss of gradient descent against the learning rate, random labels";
    }

    /** What one learning rate did, losses relative to the first one; infinite when it diverged. */
    private record Run(double ratio, double largest, double last) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        int width = setting.quick() ? 100 : 400;
        int steps = setting.quick() ? 200 : 1000;
        List<Double> ratios = IntStream.rangeClosed(1, setting.quick() ? 20 : 32)
                .mapToObj(i -> i * (setting.quick() ? 0.2 : 0.125))
                .toList();
        Measurements<Double> found =
                Measurements.of(setting, name(), ratios, 128L * width * width, (ratio, backend) -> {
                    TrainedNetwork trained =
                            new TrainedNetwork(Family.TANH.spec(3, width, 1), SAMPLES, setting.seed(), 0, backend);
                    LossCurve curve = trained.train(2 * ratio / trained.largestEigenvalue(), steps, trained.random());
                    return RealVector.of(curve.largest() / curve.first(), curve.last() / curve.first());
                });
        List<Run> sorted = ratios.stream()
                .map(r -> new Run(r, found.of(r).get(0), found.of(r).get(1)))
                .toList();
        return new Outcome(List.of(figure(sorted, width, steps)), table(sorted), claims(sorted));
    }

    private static List<Outcome.Claim> claims(List<Run> runs) {
        boolean quiet = runs.stream().filter(r -> r.ratio < 0.95).allMatch(r -> r.largest <= 1);
        boolean loud = runs.stream().filter(r -> r.ratio > 1.15).allMatch(r -> r.largest > 1);
        List<Run> caught =
                runs.stream().filter(r -> r.ratio > 1.15 && r.last < CONVERGED).toList();
        return List.of(
                Outcome.Claim.of(quiet, "below 0.95 · 2/λ_max the loss never exceeds its first value."),
                Outcome.Claim.of(loud, "above 1.15 · 2/λ_max it always does."),
                Outcome.Claim.of(
                        !caught.isEmpty(),
                        caught.isEmpty()
                                ? "above the limit no run came down to a hundredth of the first loss."
                                : String.format(
                                        Locale.ROOT,
                                        "%d of the runs above the limit, up to %.3g · 2/λ_max, still end below a hundredth of the first loss: the final loss does not show the limit.",
                                        caught.size(),
                                        caught.get(caught.size() - 1).ratio)));
    }

    private Figure figure(List<Run> runs, int width, int steps) {
        List<Series> series = new ArrayList<>();
        series.add(Series.vertical("η = 2/λ_max", Origin.PREDICTED, Palette.BLACK, 1));
        series.add(line(
                "largest loss",
                Palette.VERMILION,
                runs.stream().map(r -> new double[] {r.ratio, r.largest}).toList()));
        series.add(line(
                "final loss",
                Palette.BLUE,
                runs.stream()
                        .map(r -> new double[] {r.ratio, Math.max(FLOOR, r.last)})
                        .toList()));
        return new Figure(
                name(),
                "Loss of gradient descent against the learning rate",
                String.format(
                        Locale.ROOT,
                        "One tanh network, L = 3, M = %d, C = 1, T = %d, %s, independent normal labels, %d steps. λ_max is the network's own. Final losses below 10⁻⁶ are drawn there; learning rates without points diverged.",
                        width,
                        SAMPLES,
                        Family.TANH.variances(),
                        steps),
                "The largest loss leaves 1 at the limit while the final loss stays small beyond it.",
                Axis.linear("learning rate η · λ_max / 2"),
                Axis.logarithmic("loss / first loss"),
                series);
    }

    private static Series line(String name, int color, List<double[]> points) {
        List<double[]> finite =
                points.stream().filter(p -> p[1] > 0 && Double.isFinite(p[1])).toList();
        return Series.of(
                name,
                Origin.MEASURED,
                Mark.POINTS,
                color,
                RealVector.of(finite.stream().mapToDouble(p -> p[0]).toArray()),
                RealVector.of(finite.stream().mapToDouble(p -> p[1]).toArray()));
    }

    private static TextTable table(List<Run> runs) {
        return TextTable.of(
                List.of("η · λ_max / 2", "largest loss / first", "final loss / first"),
                runs.stream()
                        .map(r -> List.of(
                                Numbers.significant(r.ratio, 4),
                                Double.isFinite(r.largest) ? Numbers.significant(r.largest, 5) : "diverged",
                                Double.isFinite(r.last) ? Numbers.significant(r.last, 5) : "diverged"))
                        .toList());
    }
}
