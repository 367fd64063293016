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
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Measures one network with the data in batches, on vectors of P or of C·T numbers, whichever are shorter. What needs all
 * samples linearised at once is left out: eigenvectors in parameter space, exact degeneracies and training.
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
     * Measures.
     *
     * @param everything whether layers and what is read off the first network are wanted too
     * @param first whether this is the first network
     * @param stage told what is being done
     */
    NetworkMeasurement measure(boolean everything, boolean first, Consumer<String> stage) {
        return source.with(fisher -> run(fisher, everything, first, stage));
    }

    /** Who opens the matrix for a measurement and closes it afterwards. */
    interface Source {
        /** Returns T. */
        int samples();

        NetworkMeasurement with(Function<WholeFisherMatrix, NetworkMeasurement> measuring);
    }

    /** Returns the matrix of data that pass through this process in batches. */
    static Source inBatches(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return new Source() {
            @Override
            public int samples() {
                return data.samples();
            }

            @Override
            public NetworkMeasurement with(Function<WholeFisherMatrix, NetworkMeasurement> measuring) {
                try (WholeFisherMatrix fisher = FisherRoutes.smallerStreamed(network, data, request, backend)) {
                    return measuring.apply(fisher);
                }
            }
        };
    }

    private NetworkMeasurement run(
            WholeFisherMatrix fisher, boolean everything, boolean first, Consumer<String> stage) {
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
        int outputs = network.outputs();
        long candidates = Math.min(network.parameters(), fisher.dimension());
        return new NetworkMeasurement(
                config.matrix(),
                found.spectrum(),
                found.moments(outputs, candidates),
                new NetworkMeasurement.Norms(moments.fisherRao(), moments.weightedDiagonal()),
                layers,
                found.search(List.of()),
                new NetworkMeasurement.CloserLook(null, analysis, null));
    }

    private double @Nullable [] diagonal(WholeFisherMatrix fisher) {
        return network.parameters() > NetworkAnalysis.LARGEST_VECTOR ? null : fisher.parameterDiagonal();
    }
}
