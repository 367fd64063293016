package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.DenseFisher;
import io.github.fisherscope.core.fisher.DualFisher;
import io.github.fisherscope.core.fisher.DualMoments;
import io.github.fisherscope.core.fisher.DualOperator;
import io.github.fisherscope.core.fisher.FisherDiagonal;
import io.github.fisherscope.core.fisher.ImplicitFisher;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.reports.result.SpectrumInfo.CrossCheck;
import io.github.fisherscope.reports.study.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures one network: moments, eigenvalues, layer blocks and norms, with cross-checks between routes. */
final class NetworkMeasurer {
    /** Relative residual at which a Ritz value counts as converged; its error is then about the square of that. */
    private static final double TOLERANCE = 1e-8;

    /** Blocks of inner layers have no gap at their top; a Ritz value then lies within this of an eigenvalue. */
    private static final double LAYER_TOLERANCE = 1e-3;

    private final StudyConfig config;
    private final Backend backend;
    private final Method method;
    private final StageClock clock;

    NetworkMeasurer(StudyConfig config, Backend backend, Method method, StageClock clock) {
        this.config = config;
        this.backend = backend;
        this.method = method;
        this.clock = clock;
    }

    /** Measures the statistics alone: no layer blocks, and no second route to λ_max. */
    NetworkMeasurement measureStatistics(NeuralNetwork network, Dataset data) {
        try (Linearization at = Linearization.of(network, data, backend)) {
            Eigenvalues found = eigenvalues(at, data);
            return measurement(network, at, found, List.of(), List.of());
        }
    }

    /**
     * Measures.
     *
     * @param crossCheck whether to compute the largest eigenvalue by a second route too
     * @param stage told what is being done
     */
    NetworkMeasurement measure(NeuralNetwork network, Dataset data, boolean crossCheck, Consumer<String> stage) {
        stage.accept("forward pass");
        try (Linearization at = clock.time("forward", () -> Linearization.of(network, data, backend))) {
            stage.accept("eigenvalues (" + method.id() + ")");
            Eigenvalues found = clock.time("eigenvalues", () -> eigenvalues(at, data));
            List<CrossCheck> checks = new ArrayList<>();
            if (found.spectrum.complete()) {
                checks.add(check(
                        "tr F", "row norms", found.moments.trace(), "sum of eigenvalues", found.spectrum.trace()));
                checks.add(check(
                        "tr F²",
                        "‖K‖²",
                        found.moments.squaredNorm(),
                        "sum of squared eigenvalues",
                        found.spectrum.squaredTrace()));
            }
            if (crossCheck && found.spectrum.complete()) {
                stage.accept("cross-check of λ_max (Lanczos)");
                double second = clock.time(
                        "cross-check", () -> lanczos(at, 1).ritzValues().get(0));
                checks.add(check("λ_max", method.id(), found.spectrum.max(), "lanczos", second));
            }
            stage.accept("layer blocks");
            List<LayerMeasurement> layers = clock.time("layers", () -> layers(at, found.moments));
            stage.accept("norms");
            return measurement(network, at, found, layers, checks);
        }
    }

    private NetworkMeasurement measurement(
            NeuralNetwork network,
            Linearization at,
            Eigenvalues found,
            List<LayerMeasurement> layers,
            List<CrossCheck> checks) {
        double fisherRao = clock.time("norms", () -> fisherRao(at));
        double diagonal = clock.time(
                "diagonal", () -> FisherDiagonal.exact(at, config.likelihood()).weightedBySquaredWeights(network));
        int outputs = Math.min(network.outputs(), found.spectrum.count());
        long candidates = Math.min(network.parameters(), (long) network.outputs() * at.samples());
        return new NetworkMeasurement(
                found.spectrum,
                found.moments.trace(),
                found.moments.squaredNorm(),
                found.spectrum.topMean(outputs),
                candidates - outputs,
                fisherRao,
                diagonal,
                layers,
                found.stopReason,
                found.converged,
                checks);
    }

    private record Eigenvalues(Spectrum spectrum, DualMoments moments, String stopReason, boolean converged) {}

    private Eigenvalues eigenvalues(Linearization at, Dataset data) {
        long parameters = at.network().parameters();
        return switch (method) {
            case DUAL -> {
                try (DualFisher dual = DualFisher.exact(at, config.likelihood())) {
                    double[] candidates = firstCandidates(dual.eigenvalues(), parameters);
                    yield direct(Spectrum.complete(candidates, parameters, method.id()), dual.moments());
                }
            }
            case DENSE -> {
                DualMoments moments = DualFisher.moments(at, config.likelihood());
                try (DenseFisher dense = DenseFisher.exact(at.network(), data, config.likelihood(), backend)) {
                    long rows = (long) at.outputCount() * at.samples();
                    double[] candidates = firstCandidates(dense.eigenvalues(), Math.min(rows, parameters));
                    yield direct(Spectrum.complete(candidates, parameters, method.id()), moments);
                }
            }
            case LANCZOS -> {
                DualMoments moments = DualFisher.moments(at, config.likelihood());
                LanczosResult result = lanczos(at, Math.max(config.top(), at.outputCount()));
                yield new Eigenvalues(result.toSpectrum(parameters), moments, describe(result), result.converged());
            }
            case AUTO -> throw new IllegalStateException("the method must be chosen before measuring");
        };
    }

    private static Eigenvalues direct(Spectrum spectrum, DualMoments moments) {
        return new Eigenvalues(spectrum, moments, "direct eigensolver", true);
    }

    private static double[] firstCandidates(double[] descending, long count) {
        return count >= descending.length ? descending : Arrays.copyOf(descending, Math.toIntExact(count));
    }

    private LanczosResult lanczos(Linearization at, int top) {
        try (DualOperator operator = DualOperator.exact(at, config.likelihood())) {
            return lanczos(operator, at, top, TOLERANCE);
        }
    }

    /**
     * Runs block Lanczos from the vectors that are constant over samples for one output each: in mean-field theory they
     * span the space of the C outliers (the mean gradients), so few steps suffice and multiplicities up to C are seen.
     */
    private LanczosResult lanczos(DualOperator operator, Linearization at, int top, double tolerance) {
        int wanted = Math.min(top, operator.dimension());
        int block = Math.min(at.outputCount(), operator.dimension());
        LanczosConfig options = LanczosConfig.defaults(wanted)
                .withTolerance(tolerance)
                .withBlockSize(block)
                .withConfirmations(block >= wanted ? 0 : 1)
                .withSeed(config.seed());
        List<RealVector> start = new ArrayList<>();
        for (int k = 0; k < block; k++) {
            double[] constant = new double[operator.dimension()];
            Arrays.fill(constant, k * at.samples(), (k + 1) * at.samples(), 1);
            start.add(RealVector.of(constant));
        }
        return Lanczos.of(options).run(operator, start);
    }

    private static String describe(LanczosResult result) {
        LanczosResult.Stop stop = result.stop();
        if (stop instanceof LanczosResult.Stop.Converged converged) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos converged to relative residual %.0e after %d products, confirmed %d times",
                    TOLERANCE,
                    result.operatorCalls(),
                    converged.confirmations());
        }
        if (stop instanceof LanczosResult.Stop.WholeSpace whole) {
            return "the Krylov basis spans the whole space of dimension " + whole.dimension();
        }
        if (stop instanceof LanczosResult.Stop.StepLimit limit) {
            return String.format(
                    Locale.ROOT,
                    "Lanczos used its %d products; worst relative residual %.1e",
                    limit.operatorCalls(),
                    limit.worstRelativeResidual());
        }
        return "the operator gave a number that is not finite";
    }

    private List<LayerMeasurement> layers(Linearization at, DualMoments moments) {
        List<LayerMeasurement> layers = new ArrayList<>();
        for (int l = 1; l <= at.depth(); l++) {
            try (DualOperator block = DualOperator.ofLayer(at, config.likelihood(), l)) {
                LanczosResult result = lanczos(block, at, at.outputCount(), LAYER_TOLERANCE);
                layers.add(new LayerMeasurement(
                        moments.layerTraces().get(l - 1),
                        moments.layerSquaredNorms().get(l - 1),
                        result.ritzValues()));
            }
        }
        return layers;
    }

    private double fisherRao(Linearization at) {
        try (ImplicitFisher fisher = ImplicitFisher.exact(at, config.likelihood())) {
            return fisher.quadraticForm(at.network().parameterVector());
        }
    }

    private static CrossCheck check(
            String quantity, String firstRoute, double first, String secondRoute, double second) {
        double difference = first == 0 ? Math.abs(second) : Math.abs(first - second) / Math.abs(first);
        return new CrossCheck(quantity, firstRoute, first, secondRoute, second, difference);
    }
}
