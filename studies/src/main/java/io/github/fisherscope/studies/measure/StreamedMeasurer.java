package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.studies.plan.Affordable;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures one network with the data in batches, on vectors of P or of C·T numbers, whichever are shorter. What needs all
 * samples linearised at once is left out: exact degeneracies, training and, unless they are asked for, eigenvectors in
 * parameter space.
 */
final class StreamedMeasurer {
    private final StudyConfig config;
    private final MethodChoice choice;
    private final StageClock clock;
    private final NeuralNetwork network;
    private final Source source;
    private final Backend backend;
    private final FisherRequest request;

    StreamedMeasurer(
            StudyConfig config,
            MethodChoice choice,
            StageClock clock,
            FisherRequest request,
            NeuralNetwork network,
            Source source,
            Backend backend) {
        this.config = config;
        this.choice = choice;
        this.clock = clock;
        this.request = request;
        this.network = network;
        this.source = source;
        this.backend = backend;
    }

    /**
     * Measures the network.
     *
     * @param everything whether layers and what is read off the first network are wanted too
     * @param first whether this is the first network
     * @param stage told what is being done
     */
    NetworkMeasurement measure(boolean everything, boolean first, Consumer<String> stage) {
        return source.with((fisher, products) -> run(fisher, products, everything, first, stage));
    }

    /** What is measured of a matrix. */
    interface Measuring {
        /**
         * Measures.
         *
         * @param fisher the matrix on the side with fewer rows
         * @param products opens F itself, for products
         */
        NetworkMeasurement of(WholeFisherMatrix fisher, Supplier<WholeFisherMatrix> products);
    }

    /** Who opens the matrix for a measurement and closes it afterwards. */
    interface Source {
        /** Returns T. */
        int samples();

        NetworkMeasurement with(Measuring measuring);
    }

    /** Returns the matrix of data that pass through this process in batches. */
    static Source inBatches(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return new Source() {
            @Override
            public int samples() {
                return data.samples();
            }

            @Override
            public NetworkMeasurement with(Measuring measuring) {
                try (WholeFisherMatrix fisher = FisherRoutes.smallerStreamed(network, data, request, backend)) {
                    return measuring.of(fisher, () -> FisherRoutes.streamedProducts(network, data, request, backend));
                }
            }
        };
    }

    private NetworkMeasurement run(
            WholeFisherMatrix fisher,
            Supplier<WholeFisherMatrix> products,
            boolean everything,
            boolean first,
            Consumer<String> stage) {
        stage.accept("moments, data in batches");
        ParameterMoments moments = clock.time("moments", fisher::parameterMoments);
        stage.accept("eigenvalues (" + choice.method().id() + ", data in batches)");
        EigenvalueSearch search = new EigenvalueSearch(config, backend, choice, request);
        ProblemShape shape = ProblemShape.of(network, source.samples());
        FoundSpectrum found = clock.time(
                "eigenvalues", () -> search.runStreamed(shape, network.layout(), fisher, moments.layerTraces()));
        List<LayerMeasurement> layers = List.of();
        if (everything && choice.extent().layers()) {
            stage.accept("layer blocks, data in batches");
            layers = clock.time(
                    "layers",
                    () -> LayerBlocks.streamed(search, shape).measure(found, network.layout(), fisher::ofLayer));
        }
        NetworkAnalysis analysis = everything && first
                ? clock.time("analysis", () -> NetworkAnalysis.ofStreamed(network, source.samples(), diagonal(fisher)))
                : null;
        FoundVectors vectors = everything && first && config.options().eigenvectors() > 0
                ? vectors(fisher, products, search, shape, stage)
                : null;
        int outputs = network.outputs();
        long candidates = Math.min(network.parameters(), fisher.dimension());
        return new NetworkMeasurement(
                config.matrix(),
                found.spectrum(),
                found.moments(outputs, candidates),
                new NetworkMeasurement.Norms(moments.fisherRao(), moments.weightedDiagonal()),
                layers,
                found.search(List.of()),
                new NetworkMeasurement.CloserLook(null, analysis, null, vectors));
    }

    private FoundVectors vectors(
            WholeFisherMatrix fisher,
            Supplier<WholeFisherMatrix> products,
            EigenvalueSearch search,
            ProblemShape shape,
            Consumer<String> stage) {
        stage.accept("eigenvectors in parameter space, data in batches");
        return clock.time("eigenvectors", () -> {
            try (WholeFisherMatrix onParameters = products.get()) {
                return search.vectors(shape, fisher, onParameters, network.layout());
            }
        });
    }

    private double @Nullable [] diagonal(WholeFisherMatrix fisher) {
        return network.parameters() > Affordable.LARGEST_VECTOR ? null : fisher.parameterDiagonal();
    }
}
