package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * How far from the truth one pass over t samples ends, as t · tr(G Cov θ_t): on-line natural gradients with rates 1/(t + o) reach
 * the d of the Cramér-Rao bound, gradients with the best common rate do not. A linear model of three inputs of different scale,
 * started at the truth, for which the expectation is a recursion without approximation.
 */
final class FisherEfficiency implements Experiment {
    private static final double[] SCALES = {1, 0.7, 2};
    private static final double OFFSET = 30;
    private static final double CONSTANT = 2.5;
    private static final List<Integer> TIMES = List.of(10, 30, 100, 300, 1000);
    private static final double ERROR_RATE = 0.01;

    @Override
    public String name() {
        return "fisher-efficiency";
    }

    @Override
    public String title() {
        return "t · tr(G Cov) of on-line learning against the Cramér-Rao bound";
    }

    /** One run: which, and by which rule. */
    record Job(int run, boolean natural) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        int runs = setting.quick() ? 2000 : 20_000;
        List<Job> jobs = new ArrayList<>();
        for (int block = 0; block < 20; block++) {
            jobs.add(new Job(block, true));
            jobs.add(new Job(block, false));
        }
        Measurements<Job> found = Measurements.of(
                setting, name(), jobs, 1 << 20, (job, backend) -> block(setting.seed(), job, runs / 20));
        List<RealVector> natural = collected(found, jobs, true);
        List<RealVector> gradient = collected(found, jobs, false);
        return new Outcome(
                List.of(figure(natural, gradient, runs)), table(natural, gradient), claims(natural, gradient));
    }

    /** Returns t θᵀGθ of every run of a block at every time, the times of a run together. */
    static RealVector block(long seed, Job job, int runs) {
        int last = TIMES.get(TIMES.size() - 1);
        int d = SCALES.length;
        double[] normal = new double[last * (d + 1)];
        double[] values = new double[runs * TIMES.size()];
        for (int r = 0; r < runs; r++) {
            long number = (long) job.run() * runs + r;
            RandomStreams.of(seed).fillNormal(StreamPurpose.STUDIES, number, 0, 1, normal);
            double[] theta = new double[d];
            int next = 0;
            for (int t = 1; t <= last; t++) {
                step(theta, t, job.natural(), normal, (t - 1) * (d + 1));
                if (t == TIMES.get(next)) {
                    double square = 0;
                    for (int i = 0; i < d; i++) {
                        square += SCALES[i] * SCALES[i] * theta[i] * theta[i];
                    }
                    values[r * TIMES.size() + next] = t * square;
                    next++;
                }
            }
        }
        return RealVector.of(values);
    }

    private static void step(double[] theta, int t, boolean natural, double[] normal, int first) {
        double residual = -normal[first + theta.length];
        for (int i = 0; i < theta.length; i++) {
            residual += theta[i] * SCALES[i] * normal[first + i];
        }
        double rate = (natural ? 1 : CONSTANT) / (t + OFFSET);
        for (int i = 0; i < theta.length; i++) {
            double precision = natural ? 1 / (SCALES[i] * SCALES[i]) : 1;
            theta[i] -= rate * precision * residual * SCALES[i] * normal[first + i];
        }
    }

    private static List<RealVector> collected(Measurements<Job> found, List<Job> jobs, boolean natural) {
        List<RealVector> values = new ArrayList<>();
        for (int k = 0; k < TIMES.size(); k++) {
            int time = k;
            values.add(RealVector.of(jobs.stream()
                    .filter(j -> j.natural() == natural)
                    .flatMapToDouble(j -> IntStream.range(0, found.of(j).size() / TIMES.size())
                            .mapToDouble(r -> found.of(j).get(r * TIMES.size() + time)))
                    .toArray()));
        }
        return values;
    }

    /**
     * Returns the expectation of t tr(G Cov) by its recursion: with E xxᵀMxxᵀ = 2GMG + tr(GM)G for normal x, natural steps keep
     * Cov = s G⁻¹ with s ← s(1 − 2η + (d + 2)η²) + η², and gradients a diagonal.
     */
    static double expected(boolean natural, int time) {
        int d = SCALES.length;
        double s = 0;
        double[] diagonal = new double[d];
        for (int t = 1; t <= time; t++) {
            double rate = 1 / (t + OFFSET);
            s = s * (1 - 2 * rate + (d + 2) * rate * rate) + rate * rate;
            double eta = CONSTANT * rate;
            double trace = 1;
            for (int i = 0; i < d; i++) {
                trace += SCALES[i] * SCALES[i] * diagonal[i];
            }
            for (int i = 0; i < d; i++) {
                double lambda = SCALES[i] * SCALES[i];
                diagonal[i] = diagonal[i] * (1 - 2 * eta * lambda + eta * eta * lambda * lambda)
                        + eta * eta * lambda * (trace + lambda * diagonal[i]);
            }
        }
        double sum = 0;
        for (int i = 0; i < d; i++) {
            sum += SCALES[i] * SCALES[i] * diagonal[i];
        }
        return time * (natural ? d * s : sum);
    }

    private static List<Outcome.Claim> claims(List<RealVector> natural, List<RealVector> gradient) {
        int last = TIMES.size() - 1;
        double separate = Curves.mean(gradient.get(last)) - Curves.mean(natural.get(last));
        double error = Math.hypot(Curves.error(gradient.get(last)), Curves.error(natural.get(last)));
        return List.of(
                follows("natural gradients", natural, true),
                follows("gradients", gradient, false),
                Outcome.Claim.of(
                        separate > halfWidth() * error,
                        String.format(
                                Locale.ROOT,
                                "after %d samples gradients end %.3g times as far from the truth as natural gradients; the bound is d = %d.",
                                TIMES.get(last),
                                Curves.mean(gradient.get(last)) / Curves.mean(natural.get(last)),
                                SCALES.length)));
    }

    /** Two curves of five points are judged. */
    private static double halfWidth() {
        return NormalDistribution.of(0, 1).inverseSurvivalProbability(ERROR_RATE / 2 / (2 * TIMES.size() + 1));
    }

    private static Outcome.Claim follows(String who, List<RealVector> values, boolean natural) {
        double worst = 0;
        for (int k = 0; k < TIMES.size(); k++) {
            double apart = Curves.mean(values.get(k)) - expected(natural, TIMES.get(k));
            worst = Math.max(worst, Math.abs(apart) / Curves.error(values.get(k)));
        }
        return Outcome.Claim.of(
                worst < halfWidth(),
                String.format(
                        Locale.ROOT,
                        "%s follow the exact recursion at %d of times: largest deviation %.2f standard errors, allowed %.2f.",
                        who,
                        TIMES.size(),
                        worst,
                        halfWidth()));
    }

    private Figure figure(List<RealVector> natural, List<RealVector> gradient, int runs) {
        Curves curves = new Curves(TIMES);
        List<Double> bound = TIMES.stream().map(t -> (double) SCALES.length).toList();
        return new Figure(
                name(),
                "On-line learning against the Cramér-Rao bound",
                String.format(
                        Locale.ROOT,
                        "Linear model, inputs of scales 1, 0.7 and 2, unit noise; %d runs of each rule, started at the truth; rates 1/(t + 30) and 2.5/(t + 30). Lines: exact expectations. Dashed: d, the Cramér-Rao bound.",
                        runs),
                "Natural gradients and gradients over the samples seen, beside the bound.",
                Axis.logarithmic("samples t"),
                Axis.linear("t · tr(G Cov θ)"),
                List.of(
                        curves.measured("natural gradient", Palette.BLUE, natural),
                        curves.predicted("exact", Palette.BLUE, expectations(true)),
                        curves.measured("gradient", Mark.HOLLOW_POINTS, Palette.VERMILION, gradient),
                        curves.predicted("exact, gradient", Palette.VERMILION, expectations(false)),
                        curves.reference("Cramér-Rao", Palette.BLACK, bound)));
    }

    private static List<Double> expectations(boolean natural) {
        return TIMES.stream().map(t -> expected(natural, t)).toList();
    }

    private static TextTable table(List<RealVector> natural, List<RealVector> gradient) {
        List<List<String>> rows = new ArrayList<>();
        for (int k = 0; k < TIMES.size(); k++) {
            int t = TIMES.get(k);
            rows.add(List.of(
                    Integer.toString(t),
                    Curves.cell(natural.get(k)),
                    Numbers.significant(expected(true, t), 5),
                    Curves.cell(gradient.get(k)),
                    Numbers.significant(expected(false, t), 5)));
        }
        return TextTable.of(List.of("t", "natural gradient", "exact", "gradient", "exact"), rows);
    }
}
