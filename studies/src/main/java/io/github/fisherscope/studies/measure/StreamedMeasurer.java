package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.ParameterMoments;
import io.github.fisherscope.core.fisher.StreamedDual;
import io.github.fisherscope.core.fisher.StreamedFisher;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.measure.LayerBlocks.Block;
import io.github.fisherscope.studies.measure.NetworkMeasurement.LayerMeasurement;
import io.github.fisherscope.studies.plan.MethodChoice;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
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
    private final Dataset data;
    private final Backend backend;
    private final FisherRequest request;

    StreamedMeasurer(
            StudyConfig config,
            MethodChoice choice,
            StageClock clock,
            FisherRequest request,
            NeuralNetwork network,
            Dataset data,
            Backend backend) {
        this.config = config;
        this.choice = choice;
        this.clock = clock;
        this.request = request;
        this.network = network;
        this.data = data;
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
        long rows = (long) request.rowsPerSample(network.outputs()) * data.samples();
        if (network.parameters() < rows) {
            try (StreamedFisher fisher = StreamedFisher.of(network, data, request, backend)) {
                return run(fisher, fisher::moments, everything, first, stage, l -> block(fisher.ofLayer(l)));
            }
        }
        try (StreamedDual dual = StreamedDual.of(network, data, request, backend)) {
            return run(
                    dual,
                    dual::moments,
                    everything,
                    first,
                    stage,
                    l -> network.layout().layerParameters(l) < rows
                            ? block(dual.fisherOfLayer(l))
                            : new Block(dual.ofLayer(l), () -> {}));
        }
    }

    /** Layers share the weights of the whole, which frees them. */
    private static Block block(StreamedFisher layer) {
        return new Block(layer, () -> {});
    }

    private NetworkMeasurement run(
            SymmetricOperator operator,
            Supplier<ParameterMoments> momentsOf,
            boolean everything,
            boolean first,
            Consumer<String> stage,
            IntFunction<Block> blocks) {
        stage.accept("moments, data in batches");
        ParameterMoments moments = clock.time("moments", momentsOf);
        stage.accept("eigenvalues (" + choice.method().id() + ", data in batches)");
        EigenvalueSearch search = new EigenvalueSearch(config, backend, choice, request);
        ProblemShape shape = ProblemShape.of(network, data.samples());
        FoundSpectrum found =
                clock.time("eigenvalues", () -> search.runStreamed(shape, operator, moments.layerTraces()));
        List<LayerMeasurement> layers = List.of();
        if (everything && choice.layers()) {
            stage.accept("layer blocks, data in batches");
            layers = clock.time(
                    "layers", () -> LayerBlocks.streamed(search, shape).measure(found, network.layout(), blocks));
        }
        NetworkAnalysis analysis = everything && first
                ? clock.time("analysis", () -> NetworkAnalysis.ofStreamed(network, data.samples(), diagonal(operator)))
                : null;
        int outputs = network.outputs();
        long candidates = Math.min(network.parameters(), operator.dimension());
        return new NetworkMeasurement(
                config.matrix(),
                found.spectrum(),
                found.trace(),
                found.squaredNorm(),
                NetworkMeasurement.topMean(found.spectrum(), outputs, candidates),
                candidates - outputs,
                moments.fisherRao(),
                moments.weightedDiagonal(),
                layers,
                found.density(),
                found.stopReason(),
                found.converged(),
                List.of(),
                null,
                analysis,
                null);
    }

    private double @Nullable [] diagonal(SymmetricOperator operator) {
        if (network.parameters() > NetworkAnalysis.LARGEST_VECTOR) {
            return null;
        }
        return operator instanceof StreamedFisher fisher ? fisher.diagonal() : ((StreamedDual) operator).diagonal();
    }
}
