package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Training;
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
 * How fast two nearly equal units move apart under gradient descent, beside the published law u̇ = v(1 − z²)/2 · Hu, which holds
 * (w, v) at the optimum of the smaller network. Once w and v have followed, the metric that mixes w with u slows it by 1/(1 + z²).
 */
final class SlowLaw implements Experiment {
    private static final List<Double> SPLITS = List.of(-1.5, -0.8, -0.5, 0.0, 0.3, 0.5, 0.8, 1.6);
    private static final double ALLOWED = 0.01;
    private static final double RATE = 0.2;

    @Override
    public String name() {
        return "slow-law";
    }

    @Override
    public String title() {
        return "speed of two nearly equal units beside the pinned law, over the split of their outgoing weights";
    }

    /** One split at the start. */
    record Job(double split) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        List<Job> jobs = SPLITS.stream().map(Job::new).toList();
        int steps = setting.quick() ? 3000 : 10_000;
        Measurements<Job> found = Measurements.of(
                setting, name(), jobs, 1 << 20, (job, backend) -> measure(setting.seed(), job.split(), steps, backend));
        List<RealVector> rows = jobs.stream().map(found::of).toList();
        return new Outcome(List.of(figure(rows)), table(rows), claims(rows));
    }

    /** Returns z after the steps, u̇ over the pinned law there, and the same before the first step. */
    private static RealVector measure(long seed, double split, int steps, Backend backend) {
        TwoUnits task = TwoUnits.of(
                seed,
                80,
                x -> 1.3 * Math.tanh(x[0] + 0.6 * x[1]) + 0.01 * Math.sin(2.3 * x[0]),
                new double[] {0.9, 0.5, 1.2},
                backend);
        NeuralNetwork from = task.at(new double[] {0.002, 0.004}, split);
        try (Training training = task.train(from, new GradientDescent(RATE), steps, 0, backend)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            double[] theta = training.theta();
            double z = TwoUnits.split(theta);
            double[] now = task.speed(from.withParameterVector(theta), backend);
            double[] pinned = task.pinned(TwoUnits.distance(theta), z, backend);
            return RealVector.of(z, ratio(now, pinned));
        }
    }

    private static double ratio(double[] a, double[] b) {
        return (a[0] * b[0] + a[1] * b[1]) / (b[0] * b[0] + b[1] * b[1]);
    }

    private static double slow(double z) {
        return 1 / (1 + z * z);
    }

    private static List<Outcome.Claim> claims(List<RealVector> rows) {
        double slow = 0;
        double pinned = 0;
        for (RealVector row : rows) {
            slow = Math.max(slow, Math.abs(row.get(1) / slow(row.get(0)) - 1));
            pinned = Math.max(pinned, Math.abs(row.get(1) - 1));
        }
        return List.of(
                Outcome.Claim.of(
                        slow < ALLOWED,
                        String.format(
                                Locale.ROOT,
                                "the speed is 1/(1 + z²) of the pinned law at all %d splits: largest deviation %.2g %%.",
                                rows.size(),
                                100 * slow)),
                Outcome.Claim.of(
                        pinned > 10 * ALLOWED,
                        String.format(
                                Locale.ROOT,
                                "the pinned law itself is off by up to %.3g %% once w and v have followed.",
                                100 * pinned)));
    }

    private Figure figure(List<RealVector> rows) {
        double[] z = IntStream.rangeClosed(-34, 34).mapToDouble(k -> k / 20.0).toArray();
        return new Figure(
                name(),
                "How fast two nearly equal units move apart",
                "Tanh network 2-2-1 without biases, 80 samples, gradient descent after w and v have followed; |u| about 0.005. Line: 1/(1 + z²). Dashed: the law with w and v held.",
                "The measured ratio over the split beside the line 1/(1 + z²).",
                Axis.linear("split z = (v₂ − v₁)/v"),
                Axis.linear("speed / pinned law"),
                List.of(
                        Series.of(
                                "1/(1 + z²)",
                                Origin.PREDICTED,
                                Mark.LINE,
                                Palette.BLUE,
                                RealVector.of(z),
                                RealVector.of(IntStream.range(0, z.length)
                                        .mapToDouble(i -> slow(z[i]))
                                        .toArray())),
                        Series.of(
                                "w, v held",
                                Origin.REFERENCE,
                                Mark.DASHED_LINE,
                                Palette.BLACK,
                                RealVector.of(z[0], z[z.length - 1]),
                                RealVector.of(1, 1)),
                        Series.of(
                                "measured",
                                Origin.MEASURED,
                                Mark.POINTS,
                                Palette.VERMILION,
                                RealVector.of(
                                        rows.stream().mapToDouble(r -> r.get(0)).toArray()),
                                RealVector.of(
                                        rows.stream().mapToDouble(r -> r.get(1)).toArray()))));
    }

    private static TextTable table(List<RealVector> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (RealVector row : rows) {
            cells.add(List.of(
                    Numbers.significant(row.get(0), 4),
                    Numbers.significant(row.get(1), 5),
                    Numbers.significant(slow(row.get(0)), 5)));
        }
        return TextTable.of(List.of("z", "speed / pinned", "1/(1 + z²)"), cells);
    }
}
