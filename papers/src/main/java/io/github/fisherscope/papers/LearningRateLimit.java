package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Origin;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.Ensemble;
import io.github.fisherscope.studies.verdict.Candidate;
import io.github.fisherscope.studies.verdict.ComparisonConfig;
import io.github.fisherscope.studies.verdict.FiniteWidth;
import io.github.fisherscope.studies.verdict.TheoryComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The learning rate at which gradient descent becomes unstable, against 2/λ_max. For each network the smallest η at which
 * the loss grows at all is found by bisection, from targets close to the network's outputs, where the loss is nearly
 * quadratic.
 */
final class LearningRateLimit implements Experiment {
    private static final int SAMPLES = 50;
    private static final int STEPS = 80;
    private static final int BISECTIONS = 8;
    private static final double LOWEST = 0.5;
    private static final double HIGHEST = 2;

    /** Small against outputs of size 1, so that terms beyond the quadratic ones do not show in {@link #STEPS} steps. */
    private static final double OFFSET = 1e-4;

    /**
     * How far a boundary may lie from 2/λ_max of its own network: the width of the last bisection, 0.6 %, and what growth
     * from a top component that holds a tenth of the loss needs to show in 80 steps, ln 10 / (4 · 80) = 0.7 %.
     */
    private static final double RESOLUTION = (HIGHEST - LOWEST) / (1 << BISECTIONS) + Math.log(10) / (4.0 * STEPS);

    @Override
    public String name() {
        return "learning-rate";
    }

    @Override
    public String title() {
        return "largest stable learning rate of gradient descent against 2/λ_max of theory";
    }

    private static final int BOUNDARY = 0;
    private static final int OWN = 1;

    private record Job(Family family, int width, int network) {}

    private record Point(Family family, int width, RealVector boundaries, double predicted, ComparisonRow row) {}

    @Override
    public Outcome run(ExperimentSetting setting) {
        List<Integer> widths = setting.quick() ? List.of(50, 100, 200) : List.of(50, 100, 200, 400, 800);
        int networks = setting.quick() ? 6 : 12;
        List<Job> jobs = new ArrayList<>();
        for (int i = widths.size() - 1; i >= 0; i--) {
            for (Family family : Family.values()) {
                for (int n = 0; n < networks; n++) {
                    jobs.add(new Job(family, widths.get(i), n));
                }
            }
        }
        long bytes = 64L * widths.get(widths.size() - 1) * widths.get(widths.size() - 1) * 2;
        Measurements<Job> found =
                Measurements.of(setting, name(), jobs, bytes, (job, backend) -> boundary(job, setting.seed(), backend));
        List<Point> points = points(widths, networks, found);
        double worst = jobs.stream()
                .map(found::of)
                .mapToDouble(v -> Math.abs(v.get(BOUNDARY) / v.get(OWN) - 1))
                .max()
                .orElseThrow();
        return new Outcome(List.of(figure(points, networks)), table(points), claims(points, worst, found.size()));
    }

    /** Returns the learning rate at which the loss of the network begins to grow, and 2/λ_max of that network. */
    private static RealVector boundary(Job job, long seed, Backend backend) {
        NetworkSpec spec = job.family.spec(3, job.width, 1);
        TrainedNetwork trained = new TrainedNetwork(spec, SAMPLES, seed, job.network, backend);
        double own = 2 / trained.largestEigenvalue();
        RealVector targets = trained.nearby(OFFSET);
        double low = LOWEST;
        double high = HIGHEST;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            boolean grew = trained.train(middle * own, STEPS, targets).grew();
            if (grew) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return RealVector.of((low + high) / 2 * own, own);
    }

    private static List<Point> points(List<Integer> widths, int networks, Measurements<Job> found) {
        List<Candidate> candidates = new ArrayList<>();
        List<RealVector> values = new ArrayList<>();
        List<Job> heads = new ArrayList<>();
        List<Double> predictions = new ArrayList<>();
        for (Family family : Family.values()) {
            for (int width : widths) {
                double[] boundaries = new double[networks];
                for (int n = 0; n < networks; n++) {
                    boundaries[n] = found.of(new Job(family, width, n)).get(BOUNDARY);
                }
                Ensemble ensemble = Ensemble.of(StudyConfig.random(family.spec(3, width, 1), SAMPLES));
                double predicted =
                        ensemble.prediction().measures().learningRate().plain();
                double bias =
                        FiniteWidth.relativeBias(Statistic.LEARNING_RATE_BOUND, ensemble.prediction()) + RESOLUTION;
                heads.add(new Job(family, width, 0));
                values.add(RealVector.of(boundaries));
                predictions.add(predicted);
                candidates.add(Candidate.ofEnsemble(
                        Statistic.LEARNING_RATE_BOUND, RealVector.of(boundaries), predicted, bias));
            }
        }
        List<ComparisonRow> rows =
                TheoryComparison.of(ComparisonConfig.defaults()).compare(candidates);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Job head = heads.get(i);
            points.add(new Point(head.family, head.width, values.get(i), predictions.get(i), rows.get(i)));
        }
        return points;
    }

    private static List<Outcome.Claim> claims(List<Point> points, double worst, int networks) {
        List<ComparisonRow> rows = points.stream().map(Point::row).toList();
        long off = rows.stream()
                .filter(r -> r.verdict() == io.github.fisherscope.results.spectrum.Verdict.DISAGREES)
                .count();
        return List.of(
                Outcome.Claim.of(
                        worst <= RESOLUTION,
                        String.format(
                                Locale.ROOT,
                                "the loss of each of %d networks begins to grow at 2/λ_max of that network, within %.2g %% (resolution %.2g %%).",
                                networks,
                                100 * worst,
                                100 * RESOLUTION)),
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "mean boundaries at %d widths and activations against 2/λ_max of theory: %s.",
                                rows.size(),
                                off == 0 ? "all agree" : off + " disagree"),
                        Verdict.overall(rows)));
    }

    private Figure figure(List<Point> points, int networks) {
        List<Series> series = new ArrayList<>();
        for (Family family : Family.values()) {
            List<Point> own = points.stream().filter(p -> p.family == family).toList();
            RealVector x = RealVector.of(own.stream().mapToDouble(Point::width).toArray());
            series.add(new Series(
                    family.label() + ", training",
                    Origin.MEASURED,
                    Mark.POINTS,
                    family.color(),
                    x,
                    RealVector.of(
                            own.stream().mapToDouble(p -> p.row.measured()).toArray()),
                    RealVector.of(own.stream()
                            .mapToDouble(p -> Objects.requireNonNullElse(p.row.standardError(), 0.0))
                            .toArray())));
            series.add(Series.of(
                    family.label() + ", 2/λ_max of theory",
                    Origin.PREDICTED,
                    Mark.DASHED_LINE,
                    family.color(),
                    x,
                    RealVector.of(own.stream().mapToDouble(Point::predicted).toArray())));
        }
        return new Figure(
                name(),
                "Learning rate at which the loss begins to grow",
                String.format(
                        Locale.ROOT,
                        "L = 3, C = 1, T = %d; %s. Mean over %d networks per point, bars: one standard error. Above each line gradient descent on the mean of ½‖f − y‖² is unstable; tested is growth within %d steps from near a minimum.",
                        SAMPLES,
                        Family.allVariances(),
                        networks,
                        STEPS),
                "Measured boundaries fall as 1/M along the predicted lines.",
                Axis.logarithmic("width M"),
                Axis.logarithmic("learning rate η"),
                series);
    }

    private static TextTable table(List<Point> points) {
        List<List<String>> rows = new ArrayList<>();
        for (Point p : points) {
            rows.add(List.of(
                    p.family.label(),
                    Integer.toString(p.width),
                    Integer.toString(p.boundaries.size()),
                    Numbers.significant(p.row.measured(), 6),
                    Numbers.significant(Objects.requireNonNullElse(p.row.standardError(), 0.0), 3),
                    Numbers.significant(p.predicted, 6),
                    VerdictWords.of(p.row.verdict())));
        }
        return TextTable.of(
                List.of("activation", "M", "networks", "boundary", "standard error", "2/λ_max of theory", "verdict"),
                rows);
    }
}
