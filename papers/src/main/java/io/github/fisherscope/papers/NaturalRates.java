package io.github.fisherscope.papers;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.NaturalGradientDescent;
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
 * Training of real networks by natural gradients of each form with the rate ½/α: in the limit of wide networks all of them leave a
 * quarter of the loss at every step, whatever they leave out of the Fisher matrix.
 */
final class NaturalRates implements Experiment {
    private static final int LAYERS = 3;
    private static final int INPUTS = 20;
    private static final int SAMPLES = 10;
    private static final int STEPS = 8;
    private static final double FRACTION = 0.5;

    @Override
    public String name() {
        return "rates";
    }

    @Override
    public String title() {
        return "loss of natural gradients of four forms with the rates that make them alike";
    }

    /** One form for one network. */
    record Job(Isotropy form, int width, int network) {}

    private static List<Integer> widths(boolean quick) {
        return quick ? List.of(32, 64, 128, 256) : List.of(50, 100, 200, 400, 800);
    }

    private static int networks(boolean quick) {
        return quick ? 16 : 40;
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        List<Integer> widths = widths(setting.quick());
        int networks = networks(setting.quick());
        List<Job> jobs = new ArrayList<>();
        for (Isotropy form : Isotropy.values()) {
            for (int width : widths) {
                IntStream.range(0, networks).forEach(n -> jobs.add(new Job(form, width, n)));
            }
        }
        Measurements<Job> found = Measurements.of(setting, name(), jobs, 256 << 20, (job, backend) -> {
            NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 1.5, 0.2, INPUTS, job.width(), job.width(), 1);
            NeuralNetwork network =
                    RandomNetworkGenerator.of(spec, setting.seed()).network(job.network());
            Dataset data = RandomInputs.of(setting.seed()).standardNormal(job.network(), SAMPLES, INPUTS);
            double[] y = new double[SAMPLES];
            RandomStreams.of(setting.seed()).fillNormal(StreamPurpose.LABELS, job.network(), 0, 1, y);
            NaturalGradientDescent natural = new NaturalGradientDescent(
                    FRACTION / job.form().alpha(LAYERS, SAMPLES),
                    job.form().form(),
                    new FisherInverse.PseudoInverse(1e-9));
            try (Training training = new Training(
                    Trainable.of(network),
                    data,
                    Loss.squaredError(RealVector.of(y), 1),
                    natural,
                    TrainingConfig.defaults().withSteps(STEPS),
                    backend)) {
                while (training.end().isEmpty()) {
                    training.step();
                }
                double first = training.losses().get(0);
                return RealVector.of(
                        training.losses().stream().map(l -> l / first).toArray());
            }
        });
        return new Outcome(
                List.of(figure(found, widths, networks)),
                table(found, widths, networks),
                claims(found, widths, networks));
    }

    /** Returns for each network how far its loss is from that of theory, at worst in the first three steps. */
    private static RealVector deviations(Measurements<Job> found, Isotropy form, int width, int networks) {
        return RealVector.of(IntStream.range(0, networks)
                .mapToDouble(n -> deviation(found.of(new Job(form, width, n))))
                .toArray());
    }

    private static double deviation(RealVector losses) {
        double worst = 0;
        for (int t = 1; t <= 3; t++) {
            worst = Math.max(worst, Math.abs(losses.get(t) / Math.pow(1 - FRACTION, 2 * t) - 1));
        }
        return worst;
    }

    private static List<Outcome.Claim> claims(Measurements<Job> found, List<Integer> widths, int networks) {
        List<Outcome.Claim> claims = new ArrayList<>();
        for (Isotropy form : Isotropy.values()) {
            Exponent exponent = Exponent.of(widths.stream()
                    .map(w -> new Exponent.Group(w, deviations(found, form, w, networks)))
                    .toList());
            int widest = widths.get(widths.size() - 1);
            claims.add(new Outcome.Claim(
                    String.format(
                            Locale.ROOT,
                            "%s: the deviation of three steps from (1 − αη)^2t goes like M^(%s); it is %.2g at M = %d.",
                            form.label(),
                            exponent.text(),
                            Curves.mean(deviations(found, form, widest, networks)),
                            widest),
                    exponent.below(0)));
        }
        return claims;
    }

    private Figure figure(Measurements<Job> found, List<Integer> widths, int networks) {
        int widest = widths.get(widths.size() - 1);
        RealVector steps =
                RealVector.of(IntStream.rangeClosed(0, STEPS).asDoubleStream().toArray());
        List<Series> series = new ArrayList<>();
        series.add(Series.of(
                "(1 − αη)^2t",
                Origin.PREDICTED,
                Mark.LINE,
                Palette.ORANGE,
                steps,
                RealVector.of(
                        steps.stream().map(t -> Math.pow(1 - FRACTION, 2 * t)).toArray())));
        for (Isotropy form : Isotropy.values()) {
            double[] mean = new double[STEPS + 1];
            for (int n = 0; n < networks; n++) {
                for (int t = 0; t <= STEPS; t++) {
                    mean[t] += found.of(new Job(form, widest, n)).get(t) / networks;
                }
            }
            series.add(Series.of(
                    form.label(),
                    Origin.MEASURED,
                    form == Isotropy.EXACT || form == Isotropy.TRIDIAGONAL ? Mark.POINTS : Mark.HOLLOW_POINTS,
                    form.color(),
                    steps,
                    RealVector.of(mean)));
        }
        return new Figure(
                name(),
                "Natural gradients of four forms, with rates ½/α",
                String.format(
                        Locale.ROOT,
                        "Tanh networks, L = 3, M = %d, T = %d, random labels, full batches; means of %d networks. α = 1 for the whole matrix, 3 for layers, 1 for three blocks of the tridiagonal form, T(L − 1) + 1 for K-FAC.",
                        widest,
                        SAMPLES,
                        networks),
                "The loss of the four forms over the steps beside the line (1 − αη)^2t.",
                Axis.linear("step"),
                Axis.logarithmic("loss / first loss"),
                series);
    }

    private static TextTable table(Measurements<Job> found, List<Integer> widths, int networks) {
        List<List<String>> rows = new ArrayList<>();
        for (Isotropy form : Isotropy.values()) {
            for (int width : widths) {
                rows.add(List.of(
                        form.label(),
                        Numbers.significant(form.alpha(LAYERS, SAMPLES), 3),
                        Integer.toString(width),
                        Curves.cell(deviations(found, form, width, networks))));
            }
        }
        return TextTable.of(List.of("form", "α", "M", "deviation of three steps"), rows);
    }
}
