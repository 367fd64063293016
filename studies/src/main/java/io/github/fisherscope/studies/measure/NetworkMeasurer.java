package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoute;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement.CloserLook;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.studies.plan.HessianPlan;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures one network: moments, eigenvalues, layer blocks and norms, with cross-checks between routes. */
public final class NetworkMeasurer {
    private static final double CHECK_TOLERANCE = 1e-8;

    private final StudyConfig config;
    private final MethodChoice choice;
    private final StageClock clock;
    private final @Nullable Engine engine;

    public NetworkMeasurer(StudyConfig config, MethodChoice choice, StageClock clock) {
        this(config, choice, clock, null);
    }

    /**
     * @param engine that divides samples between processes, or null
     */
    public NetworkMeasurer(StudyConfig config, MethodChoice choice, StageClock clock, @Nullable Engine engine) {
        this.engine = engine;
        this.config = config;
        this.choice = choice;
        this.clock = clock;
    }

    /** Measures the statistics alone: no layer blocks, and no second route to λ_max. */
    public NetworkMeasurement measureStatistics(int index, NeuralNetwork network, Dataset data, Backend backend) {
        if (choice.streamed()) {
            return new NumberRange(config, data)
                    .checked(streamed(index, network, data, backend).measure(false, false, text -> {}));
        }
        try (Linearization at = Linearization.of(network, data, backend)) {
            return new NumberRange(config, data)
                    .within(at, index, () -> new Measuring(at, data, config.fisherOf(index)).statistics());
        }
    }

    /**
     * Measures the network.
     *
     * @param index number of the network; the first one is cross-checked by a second route
     * @param stage told what is being done
     */
    public NetworkMeasurement measure(
            int index, NeuralNetwork network, Dataset data, Backend backend, Consumer<String> stage) {
        if (choice.streamed()) {
            return new NumberRange(config, data)
                    .checked(streamed(index, network, data, backend).measure(true, index == 0, stage));
        }
        stage.accept("forward pass");
        try (Linearization at = clock.time("forward", () -> Linearization.of(network, data, backend))) {
            return new NumberRange(config, data)
                    .within(
                            at,
                            index,
                            () -> new Measuring(at, data, config.fisherOf(index)).everything(index == 0, stage));
        }
    }

    /** Measures a network of any layers; see the other method. */
    public NetworkMeasurement measure(
            int index, GraphNetwork network, Dataset data, Backend backend, Consumer<String> stage) {
        return new NumberRange(config, data)
                .checked(new GraphMeasurer(config, choice, clock, config.fisherOf(index), network, data)
                        .measure(backend, stage));
    }

    private StreamedMeasurer streamed(int index, NeuralNetwork network, Dataset data, Backend backend) {
        FisherRequest request = config.fisherOf(index);
        Engine divider = engine;
        StreamedMeasurer.Source source = divider == null
                ? StreamedMeasurer.inBatches(network, data, request, backend)
                : DividedSamples.of(divider, config, index, network, data, backend);
        return new StreamedMeasurer(config, choice, clock, request, network, source, backend);
    }

    /** One network at work. */
    private final class Measuring {
        private final Linearization at;
        private final Dataset data;
        private final FisherRequest request;
        private final EigenvalueSearch search;

        Measuring(Linearization at, Dataset data, FisherRequest request) {
            this.at = at;
            this.data = data;
            this.request = request;
            this.search = new EigenvalueSearch(config, at.backend(), choice, request);
        }

        NetworkMeasurement statistics() {
            return config.matrix() instanceof StudiedMatrix.Whole
                    ? measurement(search.run(at, data), List.of(), List.of(), CloserLook.NONE)
                    : other(false);
        }

        private NetworkMeasurement other(boolean thorough) {
            return config.matrix() instanceof StudiedMatrix.Hessian && request instanceof FisherRequest.Exact exact
                    ? new HessianMeasurer(
                                    config, choice, HessianSubject.Chain.of(at, exact, HessianPlan.labels(config)))
                            .measure(thorough)
                    : new MatrixMeasurer(config.matrix(), at, request, search).measure(thorough);
        }

        NetworkMeasurement everything(boolean thorough, Consumer<String> stage) {
            if (!(config.matrix() instanceof StudiedMatrix.Whole)) {
                stage.accept("eigenvalues (" + choice.methodOf(config.matrix()) + ")");
                return clock.time("eigenvalues", () -> other(thorough));
            }
            stage.accept("eigenvalues (" + choice.method().id() + ")");
            FoundSpectrum found = clock.time("eigenvalues", () -> search.run(at, data));
            List<CrossCheck> checks = clock.time("cross-check", () -> checks(found, thorough, stage));
            stage.accept("layer blocks");
            List<LayerMeasurement> layers =
                    choice.extent().layers() ? clock.time("layers", () -> layers(found)) : List.of();
            stage.accept("eigenvectors and degeneracies");
            NetworkAnalysis analysis = thorough
                    ? clock.time(
                            "analysis",
                            () -> NetworkAnalysis.of(
                                    at,
                                    data,
                                    request,
                                    found,
                                    search,
                                    choice.extent().eigenvectors()))
                    : null;
            if (analysis != null
                    && config.options().trainingSteps() > 0
                    && found.spectrum().max() > 0) {
                stage.accept("training at rates around 2/λ_max");
                double max = found.spectrum().max();
                int steps = config.options().trainingSteps();
                analysis =
                        analysis.withTrials(clock.time("training", () -> LearningRateTrials.run(at, data, max, steps)));
            }
            FoundVectors vectors = thorough ? vectors(stage) : null;
            CloserLook closer = new CloserLook(null, analysis, null, vectors);
            stage.accept("norms");
            return clock.time("norms", () -> measurement(found, layers, checks, closer));
        }

        private @Nullable FoundVectors vectors(Consumer<String> stage) {
            if (config.options().eigenvectors() == 0) {
                return null;
            }
            stage.accept("eigenvectors in parameter space");
            return clock.time("eigenvectors", () -> {
                try (WholeFisherMatrix side = FisherRoutes.smaller(FisherRoute.NETWORK, at, request);
                        WholeFisherMatrix products = FisherRoutes.products(at, request)) {
                    return search.vectors(
                            ProblemShape.of(at), side, products, at.network().layout());
                }
            });
        }

        private NetworkMeasurement measurement(
                FoundSpectrum found, List<LayerMeasurement> layers, List<CrossCheck> checks, CloserLook closer) {
            NeuralNetwork network = at.network();
            ParameterMoments moments = ParameterMoments.of(at, request);
            int outputs = network.outputs();
            long candidates = Math.min(network.parameters(), (long) request.rowsPerSample(outputs) * at.samples());
            return new NetworkMeasurement(
                    config.matrix(),
                    found.spectrum(),
                    found.moments(outputs, candidates),
                    new NetworkMeasurement.Norms(moments.fisherRao(), moments.weightedDiagonal()),
                    layers,
                    found.search(checks),
                    closer);
        }

        private List<CrossCheck> checks(FoundSpectrum found, boolean thorough, Consumer<String> stage) {
            List<CrossCheck> checks = new ArrayList<>();
            Spectrum spectrum = found.spectrum();
            if (spectrum.complete()) {
                checks.add(check("tr F", "row norms", found.trace(), "sum of eigenvalues", spectrum.trace()));
                double squares = found.squaredNorm().value();
                checks.add(check("tr F²", "‖K‖²", squares, "sum of squared eigenvalues", spectrum.squaredTrace()));
            }
            if (thorough && spectrum.complete()) {
                stage.accept("cross-check of λ_max (Lanczos)");
                try (WholeFisherMatrix operator = FisherRoutes.dual(FisherRoute.NETWORK, at, request)) {
                    LanczosResult second = search.lanczos(at, operator, 1, CHECK_TOLERANCE);
                    double max = second.ritzValues().get(0);
                    checks.add(check("λ_max", choice.method().id(), spectrum.max(), "lanczos", max));
                }
            }
            return checks;
        }

        private List<LayerMeasurement> layers(FoundSpectrum found) {
            ProblemShape shape = ProblemShape.of(at);
            try (WholeFisherMatrix fisher = FisherRoutes.products(at, request)) {
                return LayerBlocks.linearized(search, shape)
                        .measure(found, at.network().layout(), fisher::ofLayer);
            }
        }
    }

    static CrossCheck check(String quantity, String firstRoute, double first, String secondRoute, double second) {
        double difference = first == 0 ? Math.abs(second) : Math.abs(first - second) / Math.abs(first);
        return new CrossCheck(quantity, firstRoute, first, secondRoute, second, difference);
    }
}
