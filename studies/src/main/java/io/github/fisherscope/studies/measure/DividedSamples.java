package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Standardization;
import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.engine.JournaledShards;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The matrix of samples that an engine divides between processes. */
record DividedSamples(
        Engine engine,
        NeuralNetwork network,
        SampleSource source,
        FisherRequest request,
        Backend backend,
        @Nullable Journal journal)
        implements StreamedMeasurer.Source {
    /**
     * Returns the samples of network number {@code index} of a study: standard normal ones are drawn where they are needed.
     *
     * @param data the samples as this process has them
     */
    static DividedSamples of(
            Engine engine, StudyConfig config, int index, NeuralNetwork network, Dataset data, Backend backend) {
        EngineChoice choice = config.execution().engine();
        Path folder = choice == null ? null : choice.checkpoint();
        SampleSource source = source(config, index, data);
        Journal journal = folder == null
                ? null
                : new Journal(
                        folder.resolve("network-" + index + ".journal"),
                        data.source() + " " + data.standardization() + " " + index);
        return new DividedSamples(engine, network, source, config.fisherOf(index), backend, journal);
    }

    /**
     * Where answers are kept.
     *
     * @param file of this network's answers
     * @param samples where the samples come from, in words
     */
    record Journal(Path file, String samples) {}

    private FisherShards shards() {
        FisherShards shards = engine.shards(network, source, request);
        Journal kept = journal;
        return kept == null ? shards : JournaledShards.of(shards, kept.samples(), kept.file());
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
    public NetworkMeasurement with(StreamedMeasurer.Measuring measuring) {
        ProblemSize size = ProblemSize.of(
                network.layout(), source.samples(), request.rowsPerSample(network.outputs()), backend.precision());
        try (FisherShards shards = new MeteredShards(shards(), size, backend);
                WholeFisherMatrix fisher = FisherRoutes.sharded(shards, backend)) {
            return measuring.of(fisher, () -> FisherRoutes.shardedProducts(shards, backend));
        }
    }
}
