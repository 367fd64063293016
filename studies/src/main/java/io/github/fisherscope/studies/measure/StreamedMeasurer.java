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
        try (WholeFisherMatrix fisher = FisherRoutes.smallerStreamed(network, data, request, backend)) {
            return run(fisher, everything, first, stage);
        }
    }

    private NetworkMeasurement run(
            WholeFisherMatrix fisher, boolean everything, boolean first, Consumer<String> stage) {
        stage.accept("moments, data in batches");
        ParameterMoments moments = clock.time("moments", fisher::parameterMoments);
        stage.accept("eigenvalues (" + choice.method().id() + ", data in batches)");
        EigenvalueSearch search = new EigenvalueSearch(config, backend, choice, request);
        ProblemShape shape = ProblemShape.of(network, data.samples());
        FoundSpectrum found = clock.time(
                "eigenvalues", () -> search.runStreamed(shape, network.layout(), fisher, moments.layerTraces()));
        List<LayerMeasurement> layers = List.of();
        if (everything && choice.layers()) {
            stage.accept("layer blocks, data in batches");
            layers = clock.time(
                    "layers",
                    () -> LayerBlocks.streamed(search, shape).measure(found, network.layout(), fisher::ofLayer));
        }
        NetworkAnalysis analysis = everything && first
                ? clock.time("analysis", () -> NetworkAnalysis.ofStreamed(network, data.samples(), diagonal(fisher)))
                : null;
        int outputs = network.outputs();
        long candidates = Math.min(network.parameters(), fisher.dimension());
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

    private double @Nullable [] diagonal(WholeFisherMatrix fisher) {
        return network.parameters() > NetworkAnalysis.LARGEST_VECTOR ? null : fisher.parameterDiagonal();
    }
}
