package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
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

/**
 * How long learning stays beside w₁ = w₂, at the best network of one unit for a task of two: gradient descent grows the distance
 * by 1 + ηvh/2 a step, h the largest eigenvalue of H, so that every factor of ten nearer costs log 10 / log(1 + ηvh/2) steps more.
 * Damped natural gradients divide by the metric, which is nearly zero there.
 */
final class Plateau implements Experiment {
    private static final List<Double> DISTANCES = List.of(1e-1, 1e-2, 1e-3, 1e-4, 1e-5);
    private static final double RATE = 0.3;
    private static final double DAMPING = 0.01;
    private static final int MOST = 200_000;
    private static final double ALLOWED = 0.02;

    @Override
    public String name() {
        return "plateau";
    }

    @Override
    public String title() {
        return "steps until learning leaves two nearly equal units";
    }

    /** A start and a rule. */
    record Job(double distance, boolean natural) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        List<Job> jobs = new ArrayList<>();
        for (double distance : DISTANCES) {
            jobs.add(new Job(distance, false));
            jobs.add(new Job(distance, true));
        }
        Measurements<Job> found = Measurements.of(setting, name(), jobs, 1 << 20, (job, backend) -> {
            TwoUnits task = TwoUnits.of(
                    setting.seed(),
                    setting.quick() ? 60 : 500,
                    x -> Math.tanh(x[0] + 0.6 * x[1]) + 0.7 * Math.tanh(0.4 * x[0] - 0.8 * x[1]),
                    new double[] {0.6, 0.05, 1.5},
                    backend);
            Optimizer rule = job.natural() ? NaturalGradientDescent.damped(RATE, DAMPING) : new GradientDescent(RATE);
            double[] u = {0.6 * job.distance(), -0.8 * job.distance()};
            try (Training training = task.train(task.at(u, 0), rule, MOST, 0, backend)) {
                double half = training.losses().get(0) / 2;
                while (training.end().isEmpty() && training.losses().get(training.steps()) > half) {
                    training.step();
                }
                return RealVector.of(training.steps(), task.fastest(0));
            }
        });
        return new Outcome(List.of(figure(found)), table(found), claims(found));
    }

    private static double steps(Measurements<Job> found, double distance, boolean natural) {
        return found.of(new Job(distance, natural)).get(0);
    }

    /** Returns the steps that a factor of ten costs by the law. */
    private static double perDecade(Measurements<Job> found) {
        double rate = found.of(new Job(DISTANCES.get(0), false)).get(1);
        return Math.log(10) / Math.log1p(RATE * rate);
    }

    private static List<Outcome.Claim> claims(Measurements<Job> found) {
        double nearest = DISTANCES.get(DISTANCES.size() - 1);
        double measured = (steps(found, nearest, false) - steps(found, 1e-3, false)) / 2;
        double law = perDecade(found);
        double gain = steps(found, nearest, false) / steps(found, nearest, true);
        return List.of(
                Outcome.Claim.of(
                        Math.abs(measured / law - 1) < ALLOWED,
                        String.format(
                                Locale.ROOT,
                                "every factor of ten nearer costs gradient descent %.4g steps more; the reduced Hessian says %.4g.",
                                measured,
                                law)),
                Outcome.Claim.of(
                        gain > 5,
                        String.format(
                                Locale.ROOT,
                                "from a distance of %.0e gradient descent takes %.0f steps to half of the loss, damped natural gradients %.0f.",
                                nearest,
                                steps(found, nearest, false),
                                steps(found, nearest, true))));
    }

    private Figure figure(Measurements<Job> found) {
        double anchor = steps(found, DISTANCES.get(DISTANCES.size() - 1), false);
        double decade = perDecade(found);
        List<Series> series = new ArrayList<>();
        series.add(Series.of(
                "slope by the reduced Hessian",
                Origin.PREDICTED,
                Mark.LINE,
                Palette.VERMILION,
                RealVector.of(1e-5, 1e-3),
                RealVector.of(anchor, anchor - 2 * decade)));
        for (boolean natural : new boolean[] {false, true}) {
            series.add(Series.of(
                    natural ? "natural gradient, ρ = 0.01" : "gradient",
                    Origin.MEASURED,
                    Mark.POINTS,
                    natural ? Palette.BLUE : Palette.VERMILION,
                    RealVector.of(DISTANCES.stream().mapToDouble(d -> d).toArray()),
                    RealVector.of(DISTANCES.stream()
                            .mapToDouble(d -> steps(found, d, natural))
                            .toArray())));
        }
        return new Figure(
                name(),
                "Steps until learning leaves a plateau",
                "Tanh network 2-2-1 without biases, both units at the best one unit for a task of two, z = 0; η = 0.3; steps until the loss is half.",
                "Steps of gradient descent and of natural gradients over the distance at the start.",
                Axis.logarithmic("distance |w₂ − w₁| at the start"),
                Axis.linear("steps"),
                series);
    }

    private static TextTable table(Measurements<Job> found) {
        List<List<String>> rows = new ArrayList<>();
        for (double distance : DISTANCES) {
            rows.add(List.of(
                    String.format(Locale.ROOT, "%.0e", distance),
                    Numbers.count((long) steps(found, distance, false)),
                    Numbers.count((long) steps(found, distance, true))));
        }
        return TextTable.of(List.of("distance", "gradient: steps", "natural gradient: steps"), rows);
    }
}
