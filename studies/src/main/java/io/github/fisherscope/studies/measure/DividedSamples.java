package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.nio.file.Path;
import java.util.function.Function;

/** The matrix of samples that an engine divides between processes. */
record DividedSamples(Engine engine, NeuralNetwork network, SampleSource source, FisherRequest request, Backend backend)
        implements StreamedMeasurer.Source {
    /**
     * Returns the samples of network number {@code index} of a study: standard normal ones are drawn where they are needed.
     *
     * @param data the samples as this process has them
     */
    static DividedSamples of(
            Engine engine, StudyConfig config, int index, NeuralNetwork network, Dataset data, Backend backend) {
        return new DividedSamples(engine, network, source(config, index, data), config.fisherOf(index), backend);
    }

    /** Samples of a file are read where they are needed, unless they were standardised, which takes all of them. */
    private static SampleSource source(StudyConfig config, int index, Dataset data) {
        if (!(config.inputs() instanceof InputSource.Given given)) {
            return new SampleSource.Normal(config.seed(), index, data.samples(), data.inputs());
        }
        DataOptions reading = given.reading();
        if (reading == null || data.standardization() != Standardization.NONE) {
            return new SampleSource.Held(data);
        }
        String file = Path.of(data.source().description()).toAbsolutePath().toString();
        return new SampleSource.File(file, reading, data.samples(), data.inputs());
    }

    @Override
    public int samples() {
        return source.samples();
    }

    @Override
    public NetworkMeasurement with(Function<WholeFisherMatrix, NetworkMeasurement> measuring) {
        ProblemSize size = ProblemSize.of(
                network.layout(), source.samples(), request.rowsPerSample(network.outputs()), backend.precision());
        try (FisherShards shards = new MeteredShards(engine.shards(network, source, request), size, backend);
                WholeFisherMatrix fisher = FisherRoutes.sharded(shards, backend)) {
            return measuring.apply(fisher);
        }
    }
}
