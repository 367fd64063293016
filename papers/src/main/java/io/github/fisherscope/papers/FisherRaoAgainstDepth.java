package io.github.fisherscope.papers;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.meanfield.FisherRaoNorm;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
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
import io.github.fisherscope.studies.verdict.Candidate;
import io.github.fisherscope.studies.verdict.ComparisonConfig;
import io.github.fisherscope.studies.verdict.FiniteWidth;
import io.github.fisherscope.studies.verdict.TheoryComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/**
 * The Fisher-Rao norm θᵀFθ against depth, with the exact mean-field recursion and with the value of the paper, which is
 * that of the diagonal sum Σ θ_i² F_ii.
 */
final class FisherRaoAgainstDepth implements Experiment {
    private static final int SAMPLES = 20;
    private static final int OUTPUTS = 4;
    private static final Likelihood GAUSSIAN = new Likelihood.Gaussian(1);

    @Override
    public String name() {
        return "fisher-rao";
    }

    @Override
    public String title() {
        return "Fisher-Rao norm against depth: measured, exact recursion, and the paper's value";
    }

    private record Job(Family family, int depth, int network) {}

    private static final int FULL = 0;
    private static final int DIAGONAL = 1;

    private record Point(Family family, int depth, FisherRaoNorm theory, ComparisonRow full, ComparisonRow diagonal) {
        /** Returns how many standard errors the measured norm lies from the paper's value. */
        double paperDistance() {
            return (full.measured() - theory.diagonalWeights()) / Objects.requireNonNull(full.standardError());
        }
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        int width = setting.quick() ? 100 : 400;
        int networks = setting.quick() ? 200 : 400;
        List<Integer> depths = setting.quick() ? List.of(2, 3, 4, 5) : List.of(2, 3, 4, 5, 6, 8);
        List<Job> jobs = new ArrayList<>();
        for (Family family : Family.values()) {
            for (int depth : depths) {
                for (int n = 0; n < networks; n++) {
                    jobs.add(new Job(family, depth, n));
                }
            }
        }
        Measurements<Job> found = Measurements.of(
                setting,
                name(),
                jobs,
                256L * width * width,
                (job, backend) -> measure(job, width, setting.seed(), backend));
        List<Point> points = points(depths, width, networks, found);
        return new Outcome(List.of(figure(points, width, networks)), table(points), claims(points));
    }

    private static RealVector measure(Job job, int width, long seed, Backend backend) {
        NetworkSpec spec = job.family.spec(job.depth, width, OUTPUTS);
        // The depth enters the seed, so that points of one curve are independent.
        long own = 1000 * seed + job.depth;
        NeuralNetwork network = RandomNetworkGenerator.of(spec, own).network(job.network);
        Dataset data = RandomInputs.of(own).standardNormal(job.network, SAMPLES, width);
        try (Linearization at = Linearization.of(network, data, backend);
                WholeFisherMatrix fisher = FisherRoutes.products(at, FisherRequest.exact(GAUSSIAN))) {
            return RealVector.of(
                    fisher.quadraticForm(network.parameterVector()),
                    FisherDiagonal.exact(at, GAUSSIAN).weightedBySquaredWeights(network));
        }
    }

    private static List<Point> points(List<Integer> depths, int width, int networks, Measurements<Job> found) {
        List<Job> heads = new ArrayList<>();
        List<FisherRaoNorm> theories = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>();
        for (Family family : Family.values()) {
            for (int depth : depths) {
                MeanFieldPrediction prediction = MeanFieldTheory.predict(
                        family.spec(depth, width, OUTPUTS), InputMoments.standardNormal(), SAMPLES);
                FisherRaoNorm theory = prediction.measures().fisherRao();
                double bias = FiniteWidth.relativeBias(Statistic.FISHER_RAO_NORM, prediction);
                heads.add(new Job(family, depth, 0));
                theories.add(theory);
                candidates.add(Candidate.ofEnsemble(
                        Statistic.FISHER_RAO_NORM, values(family, depth, networks, found, FULL), theory.total(), bias));
                candidates.add(Candidate.ofEnsemble(
                        Statistic.FISHER_RAO_NORM,
                        values(family, depth, networks, found, DIAGONAL),
                        theory.diagonalWeights(),
                        bias));
            }
        }
        List<ComparisonRow> rows =
                TheoryComparison.of(ComparisonConfig.defaults()).compare(candidates);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < heads.size(); i++) {
            points.add(new Point(
                    heads.get(i).family, heads.get(i).depth, theories.get(i), rows.get(2 * i), rows.get(2 * i + 1)));
        }
        return points;
    }

    private static RealVector values(Family family, int depth, int networks, Measurements<Job> found, int index) {
        double[] values = new double[networks];
        for (int n = 0; n < networks; n++) {
            values[n] = found.of(new Job(family, depth, n)).get(index);
        }
        return RealVector.of(values);
    }

    private static List<Outcome.Claim> claims(List<Point> points) {
        List<ComparisonRow> full = points.stream().map(Point::full).toList();
        List<ComparisonRow> diagonal = points.stream().map(Point::diagonal).toList();
        double nearest = points.stream()
                .mapToDouble(p -> Math.abs(p.paperDistance()))
                .min()
                .orElseThrow();
        return List.of(
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "θᵀFθ follows the exact recursion: %d of %d points agree.",
                                agreeing(full),
                                full.size()),
                        Verdict.overall(full)),
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "the paper's value is that of Σ θ_i² F_ii over weights: %d of %d points agree.",
                                agreeing(diagonal),
                                diagonal.size()),
                        Verdict.overall(diagonal)),
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "as a value of θᵀFθ it is off by %.1f standard errors or more: cross terms of order 1 are missing.",
                                nearest),
                        Verdict.INFORMATIVE));
    }

    private static long agreeing(List<ComparisonRow> rows) {
        return rows.stream().filter(r -> r.verdict() == Verdict.AGREES).count();
    }

    private Figure figure(List<Point> points, int width, int networks) {
        List<Series> series = new ArrayList<>();
        for (Family family : Family.values()) {
            List<Point> own = points.stream().filter(p -> p.family == family).toList();
            RealVector x = RealVector.of(own.stream().mapToDouble(Point::depth).toArray());
            series.add(new Series(
                    family.label() + ", measured",
                    Origin.MEASURED,
                    Mark.POINTS,
                    family.color(),
                    x,
                    column(own, p -> p.full.measured()),
                    column(own, p -> Objects.requireNonNullElse(p.full.standardError(), 0.0))));
            series.add(Series.of(
                    family.label() + ", exact",
                    Origin.PREDICTED,
                    Mark.LINE,
                    family.color(),
                    x,
                    column(own, p -> p.theory.total())));
            series.add(Series.of(
                    family.label() + ", paper",
                    Origin.REFERENCE,
                    Mark.DASHED_LINE,
                    family.color(),
                    x,
                    column(own, p -> p.theory.diagonalWeights())));
        }
        return new Figure(
                name(),
                "Fisher-Rao norm θᵀFθ against depth",
                String.format(
                        Locale.ROOT,
                        "M = %d, C = %d, T = %d; %s. Mean over %d networks, bars: one standard error. The dashed value of the paper is that of the diagonal sum Σ θ_i² F_ii.",
                        width,
                        OUTPUTS,
                        SAMPLES,
                        Family.allVariances(),
                        networks),
                "Measured norms lie on the exact curves and away from the paper's.",
                Axis.integers("depth L"),
                Axis.logarithmic("θᵀFθ"),
                series);
    }

    private static RealVector column(List<Point> points, ToDoubleFunction<Point> value) {
        return RealVector.of(points.stream().mapToDouble(value).toArray());
    }

    private static TextTable table(List<Point> points) {
        List<List<String>> rows = new ArrayList<>();
        for (Point p : points) {
            rows.add(List.of(
                    p.family.label(),
                    Integer.toString(p.depth),
                    Numbers.withError(p.full.measured(), p.full.standardError()),
                    Numbers.shortly(p.theory.total()),
                    Numbers.withError(p.diagonal.measured(), p.diagonal.standardError()),
                    Numbers.shortly(p.theory.diagonalWeights()),
                    String.format(Locale.ROOT, "%+.1f", p.paperDistance()),
                    VerdictWords.of(p.full.verdict())));
        }
        return TextTable.of(
                List.of("activation", "L", "θᵀFθ", "exact", "Σθ²F_ii", "paper", "z of paper for θᵀFθ", "exact verdict"),
                rows);
    }
}
