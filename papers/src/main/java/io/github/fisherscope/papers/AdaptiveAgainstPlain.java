package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Trainable;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingConfig;
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
 * On-line learning of a task that a network of the same shape set, sample by sample: the adaptive natural gradient against the
 * gradient at the best of several rates. Many students, one median each.
 */
final class AdaptiveAgainstPlain implements Experiment {
    private static final int SAMPLES = 100;
    private static final int EVERY = 50;
    private static final double TARGET = 1e-4;
    private static final List<Double> RATES = List.of(0.05, 0.15, 0.5);
    private static final Optimizer ADAPTIVE =
            new AdaptiveNaturalGradient(0.01, 0.01, Schedule.CONSTANT, Recursion.EXACT, 1);

    @Override
    public String name() {
        return "adaptive-natural-gradient";
    }

    @Override
    public String title() {
        return "loss of on-line learning by the adaptive natural gradient and by the gradient";
    }

    /** A student and a rule: rate 0 is the adaptive one. */
    record Job(int student, double rate) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        int students = setting.quick() ? 12 : 24;
        int steps = setting.quick() ? 3000 : 20_000;
        List<Job> jobs = new ArrayList<>();
        for (int n = 0; n < students; n++) {
            jobs.add(new Job(n, 0));
            for (double rate : RATES) {
                jobs.add(new Job(n, rate));
            }
        }
        Measurements<Job> found = Measurements.of(
                setting, name(), jobs, 1 << 20, (job, backend) -> losses(setting.seed(), job, steps, backend));
        List<Job> best =
                IntStream.range(0, students).mapToObj(n -> best(found, n)).toList();
        return new Outcome(List.of(figure(found, best, students)), table(found, best), claims(found, best, steps));
    }

    /** Returns the loss over the first, every so many steps. */
    private static RealVector losses(long seed, Job job, int steps, Backend backend) {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 2, 0.25, 2, 3, 1);
        NeuralNetwork teacher = RandomNetworkGenerator.of(spec, seed).network(0);
        NeuralNetwork student = RandomNetworkGenerator.of(spec, seed).network(1 + job.student());
        Dataset data = RandomInputs.of(seed).standardNormal(0, SAMPLES, 2);
        double[] y = new double[SAMPLES];
        double[] x = new double[2];
        for (int t = 0; t < SAMPLES; t++) {
            data.copyRow(t, x);
            y[t] = teacher.output(x)[0];
        }
        Optimizer optimizer = job.rate() > 0 ? new GradientDescent(job.rate()) : ADAPTIVE;
        TrainingConfig config = TrainingConfig.defaults()
                .withSteps(steps)
                .withBatches(new Batches(1, Batches.Order.SHUFFLED, job.student()));
        try (Training training = new Training(
                Trainable.of(student), data, Loss.squaredError(RealVector.of(y), 1), optimizer, config, backend)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            RealVector all = training.losses();
            return RealVector.of(IntStream.rangeClosed(0, steps / EVERY)
                    .mapToDouble(k -> k * EVERY < all.size() ? all.get(k * EVERY) / all.get(0) : Double.MAX_VALUE)
                    .toArray());
        }
    }

    /** Returns the rule among the plain ones that ends lowest. */
    private static Job best(Measurements<Job> found, int student) {
        Job best = new Job(student, RATES.get(0));
        for (double rate : RATES) {
            Job other = new Job(student, rate);
            best = end(found.of(other)) < end(found.of(best)) ? other : best;
        }
        return best;
    }

    private static double end(RealVector losses) {
        return losses.get(losses.size() - 1);
    }

    private static int reached(RealVector losses) {
        for (int k = 0; k < losses.size(); k++) {
            if (losses.get(k) < TARGET) {
                return k * EVERY;
            }
        }
        return losses.size() * EVERY;
    }

    private static List<Outcome.Claim> claims(Measurements<Job> found, List<Job> best, int steps) {
        int lower = 0;
        int sooner = 0;
        for (Job plain : best) {
            RealVector adaptive = found.of(new Job(plain.student(), 0));
            lower += end(adaptive) < end(found.of(plain)) ? 1 : 0;
            sooner += reached(adaptive) < reached(found.of(plain)) ? 1 : 0;
        }
        int enough = needed(best.size());
        return List.of(
                count("ends lower", lower, best.size(), enough, steps),
                count("is sooner at a ten-thousandth of the first loss", sooner, best.size(), enough, steps));
    }

    /** Returns how many of n must win so that fair coins do so with a probability of at most 5 %. */
    static int needed(int n) {
        double tail = 0;
        double term = Math.pow(0.5, n);
        int k = n;
        while (tail + term <= 0.05) {
            tail += term;
            term *= k / (double) (n - k + 1);
            k--;
        }
        return k + 1;
    }

    private static Outcome.Claim count(String what, int wins, int of, int enough, int steps) {
        return Outcome.Claim.of(
                wins >= enough,
                String.format(
                        Locale.ROOT,
                        "the adaptive natural gradient %s within %d steps for %d of %d students; %d would be chance (5 %%).",
                        what,
                        steps,
                        wins,
                        of,
                        enough - 1));
    }

    private Figure figure(Measurements<Job> found, List<Job> best, int students) {
        List<Series> series = new ArrayList<>();
        series.add(median(
                "adaptive natural gradient",
                Palette.BLUE,
                best.stream().map(j -> found.of(new Job(j.student(), 0))).toList()));
        series.add(median(
                "gradient, best rate",
                Palette.VERMILION,
                best.stream().map(found::of).toList()));
        return new Figure(
                name(),
                "On-line learning of a small task",
                String.format(
                        Locale.ROOT,
                        "Tanh networks 2-3-1 learn what another one computes at %d inputs, one sample a step; medians of %d students. Adaptive: η = 0.01, ε = 0.01, exact recursion. Gradient: for each student the best of %s.",
                        SAMPLES,
                        students,
                        RATES),
                "Falling losses over the samples seen: the adaptive natural gradient and the gradient at its best rate.",
                Axis.linear("steps"),
                Axis.logarithmic("loss / first loss"),
                series);
    }

    private static Series median(String name, int color, List<RealVector> curves) {
        int points = curves.get(0).size();
        double[] x = new double[points];
        double[] y = new double[points];
        for (int k = 0; k < points; k++) {
            int at = k;
            double[] sorted =
                    curves.stream().mapToDouble(c -> c.get(at)).sorted().toArray();
            x[k] = k * EVERY;
            y[k] = sorted[sorted.length / 2];
        }
        return Series.of(name, Origin.MEASURED, Mark.LINE, color, RealVector.of(x), RealVector.of(y));
    }

    private static TextTable table(Measurements<Job> found, List<Job> best) {
        List<List<String>> rows = new ArrayList<>();
        for (Job plain : best) {
            RealVector adaptive = found.of(new Job(plain.student(), 0));
            rows.add(List.of(
                    Integer.toString(plain.student() + 1),
                    Numbers.significant(end(adaptive), 3),
                    Integer.toString(reached(adaptive)),
                    Numbers.significant(plain.rate(), 2),
                    Numbers.significant(end(found.of(plain)), 3),
                    Integer.toString(reached(found.of(plain)))));
        }
        return TextTable.of(
                List.of("student", "adaptive: loss", "steps to 10⁻⁴", "best rate", "gradient: loss", "steps to 10⁻⁴"),
                rows);
    }
}
