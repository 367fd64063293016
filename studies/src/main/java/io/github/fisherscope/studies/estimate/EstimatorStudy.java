package io.github.fisherscope.studies.estimate;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.estimate.DiagonalEstimate;
import io.github.fisherscope.core.fisher.estimate.EstimatorConfig;
import io.github.fisherscope.core.fisher.estimate.EstimatorKind;
import io.github.fisherscope.core.fisher.estimate.FisherEstimate;
import io.github.fisherscope.core.fisher.estimate.FisherEstimator;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.estimate.EstimatorResult;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.assemble.Note;
import io.github.fisherscope.studies.assemble.ResultSentences;
import io.github.fisherscope.studies.assemble.UnusedLabels;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Runs both estimators of Soen and Sun (2024) for several numbers of draws and holds the error that was made against the
 * one that was predicted. Deterministic.
 *
 * <p>Cost: (sum of draws) · repetitions · T C P operations, on one thread.
 */
public final class EstimatorStudy {
    private static final double MOST_OPERATIONS = 2e12;

    private final EstimatorStudyConfig config;

    private EstimatorStudy(EstimatorStudyConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static EstimatorStudy of(EstimatorStudyConfig config) {
        return new EstimatorStudy(config);
    }

    /**
     * Runs the study.
     *
     * @throws IllegalArgumentException if the network is too large for the draws asked for, or the data do not fit it
     */
    public EstimatorResult run(StudyListener listener) {
        NeuralNetwork network = network();
        Dataset data = data();
        Args.requireSame("the number of inputs of the data", data.inputs(), network.inputs(), "use matching widths");
        double work = config.draws().stream().mapToDouble(Integer::doubleValue).sum()
                * config.repetitions()
                * data.samples()
                * network.outputs()
                * network.parameters();
        Args.require(
                work <= MOST_OPERATIONS,
                "draws times repetitions times samples times C·P is %.1e; at most %.1e are run, so take a smaller"
                        + " network, fewer samples, fewer draws or fewer repetitions",
                work,
                MOST_OPERATIONS);
        List<List<FisherEstimate>> runs = new ArrayList<>();
        int total = config.draws().size() * config.repetitions();
        for (int n : config.draws()) {
            List<FisherEstimate> repeated = new ArrayList<>();
            for (int r = 0; r < config.repetitions(); r++) {
                listener.onStage("drawing labels", runs.size() * config.repetitions() + r, total);
                repeated.add(FisherEstimator.of(new EstimatorConfig(n, config.seed(), r, config.confidence()))
                        .run(network, data, config.likelihood()));
            }
            runs.add(repeated);
        }
        FisherEstimate any = runs.get(0).get(0);
        List<EstimatorResult.Estimator> estimators = new ArrayList<>();
        for (EstimatorKind kind : EstimatorKind.values()) {
            estimators.add(estimator(kind, any, runs, network.layout()));
        }
        return new EstimatorResult(
                EstimatorResult.SCHEMA,
                new EstimatorResult.Subject(
                        NetworkDescription.of(config.network(), config.seed()),
                        config.likelihood().id(),
                        new StudiedMatrix.Whole()
                                .conventions(FisherRequest.exact(config.likelihood()), network.layout()),
                        data.samples(),
                        Long.toString(config.seed())),
                new EstimatorResult.Exact(any.trace(), norm(any.diagonal())),
                new EstimatorResult.Settings(config.relativeError(), config.confidence(), config.repetitions()),
                estimators,
                UnusedLabels.of(config.inputs(), Note.Averaged.ESTIMATORS).map(ResultSentences::note).stream()
                        .toList());
    }

    private static double norm(RealVector v) {
        return Math.sqrt(v.stream().map(x -> x * x).sum());
    }

    private EstimatorResult.Estimator estimator(
            EstimatorKind kind, FisherEstimate any, List<List<FisherEstimate>> runs, ParameterLayout layout) {
        List<EstimatorResult.Point> points = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            points.add(point(kind, config.draws().get(i), runs.get(i)));
        }
        return new EstimatorResult.Estimator(
                kind.id(),
                kind == EstimatorKind.SQUARED_SCORE ? "Î₁" : "Î₂",
                any.drawsForTrace(kind, config.relativeError()),
                any.drawsForDiagonal(kind, config.relativeError()),
                layerErrors(any, kind, layout),
                points);
    }

    /** Returns √(Σ Var / Σ F_ii²) over the parameters of each layer with one draw per sample. */
    private static List<Double> layerErrors(FisherEstimate run, EstimatorKind kind, ParameterLayout layout) {
        DiagonalEstimate e = run.of(kind);
        double[] errors = new double[layout.depth()];
        for (int l = 1; l <= errors.length; l++) {
            int from = Math.toIntExact(layout.weightOffset(l));
            int to = Math.toIntExact(layout.weightOffset(l) + layout.layerParameters(l));
            double variance = 0;
            double squares = 0;
            for (int i = from; i < to; i++) {
                variance += e.entries().predictedVariance().get(i) * e.draws();
                squares += run.diagonal().get(i) * run.diagonal().get(i);
            }
            errors[l - 1] = squares == 0 ? 0 : Math.sqrt(variance / squares);
        }
        return Arrays.stream(errors).boxed().toList();
    }

    private static EstimatorResult.Point point(EstimatorKind kind, int draws, List<FisherEstimate> runs) {
        FisherEstimate first = runs.get(0);
        double traceSquares = 0;
        double diagonalSquares = 0;
        int covered = 0;
        for (FisherEstimate run : runs) {
            DiagonalEstimate e = run.of(kind);
            double deviation = run.measuredTraceError(kind);
            traceSquares += deviation * deviation;
            double error = run.measuredDiagonalError(kind);
            diagonalSquares += error * error;
            double slack = 1e-12 * Math.abs(run.trace()); // an estimator without error has an interval of no width
            covered += e.trace().low() - slack <= run.trace()
                            && run.trace() <= e.trace().high() + slack
                    ? 1
                    : 0;
        }
        int n = runs.size();
        double measured = Math.sqrt(traceSquares / n);
        DiagonalEstimate e = first.of(kind);
        return new EstimatorResult.Point(
                draws,
                new EstimatorResult.Interval(
                        e.trace().value(), e.trace().low(), e.trace().high(), (double) covered / n),
                new EstimatorResult.TraceError(first.traceError(kind, draws), measured, measured / Math.sqrt(2.0 * n)),
                new EstimatorResult.DiagonalError(first.diagonalError(kind, draws), Math.sqrt(diagonalSquares / n)));
    }

    private NeuralNetwork network() {
        if (config.network() instanceof NetworkSource.Given given) {
            return given.network();
        }
        return RandomNetworkGenerator.of(config.network().spec(), config.seed()).network(0);
    }

    private Dataset data() {
        if (config.inputs() instanceof InputSource.Given given) {
            return given.data();
        }
        NetworkSpec spec = config.network().spec();
        return RandomInputs.of(config.seed()).standardNormal(0, config.inputs().samples(), spec.inputs());
    }
}
