package io.github.fisherscope.studies.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataOptions;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.method.SearchEnd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that an engine divides, with an engine whose processes are this one. */
class DividedSamplesTest {
    private static final Dataset DATA = RandomInputs.of(1).standardNormal(0, 5, 4);
    private static final NeuralNetwork NETWORK =
            RandomNetworkGenerator.of(Small.spec(), 1).network(0);

    @TempDir
    private Path folder = Path.of("");

    private final Backend backend = Backends.onClassPath().open("java", Small.ONE_THREAD.config());
    private final List<SampleSource> asked = new ArrayList<>();

    private final Engine engine = new Engine() {
        @Override
        public String description() {
            return "here";
        }

        @Override
        public FisherShards shards(NeuralNetwork network, SampleSource samples, FisherRequest request) {
            asked.add(samples);
            return LocalShards.of(network, DATA, request, backend, 2);
        }

        @Override
        public void close() {
            backend.close();
        }
    };

    private DividedSamples of(StudyConfig config, int index) {
        return DividedSamples.of(engine, config, index, NETWORK, DATA, backend);
    }

    private static StudyConfig keeping(Path checkpoint) {
        return Small.random(5)
                .withExecution(Small.ONE_THREAD.withEngine(new EngineChoice("here", "local", 2, 1L << 30, checkpoint)));
    }

    /** Normal samples are drawn where they are needed, and files read there where that is possible. */
    @Test
    void samplesAreSentOnlyWhereTheyCannotBeMadeAgain() {
        assertThat(of(Small.random(5).withSeed(9), 3).source()).isEqualTo(new SampleSource.Normal(9, 3, 5, 4));
        StudyConfig held = Small.random(5).withInputs(new InputSource.Given(DATA));
        assertThat(of(held, 0).source()).isEqualTo(new SampleSource.Held(DATA));
        StudyConfig read = Small.random(5).withInputs(new InputSource.Given(DATA, DataOptions.defaults()));
        assertThat(of(read, 0).source()).isInstanceOfSatisfying(SampleSource.File.class, file -> {
            assertThat(file.samples()).isEqualTo(5);
            assertThat(file.inputs()).isEqualTo(4);
            assertThat(Path.of(file.file())).isAbsolute();
        });
    }

    @Test
    void answersAreKeptForEachNetworkByItself() {
        assertThat(of(Small.random(5), 0).journal()).isNull();
        assertThat(of(keeping(folder), 4).journal())
                .satisfies(j ->
                        assertThat(Objects.requireNonNull(j).file()).isEqualTo(folder.resolve("network-4.journal")));
        assertThat(Objects.requireNonNull(of(keeping(folder), 0).journal()).samples())
                .isNotEqualTo(
                        Objects.requireNonNull(of(keeping(folder), 1).journal()).samples());
    }

    /** The matrix that the shards make has the trace of the matrix of all samples, and a journal changes nothing. */
    @Test
    void theMatrixOfTheShardsIsMeasured() {
        List<Double> traces = new ArrayList<>();
        for (StudyConfig config : List.of(Small.random(5), keeping(folder), keeping(folder))) {
            of(config, 0).with((fisher, products) -> {
                traces.add(fisher.trace());
                return new NetworkMeasurement(
                        config.matrix(),
                        Spectrum.complete(new double[] {1}, 51, "none"),
                        new NetworkMeasurement.Moments(fisher.trace(), Estimate.exact(1), null, 1),
                        null,
                        List.of(),
                        new NetworkMeasurement.Search(new SearchEnd.Direct(), true, null, List.of()),
                        NetworkMeasurement.CloserLook.NONE);
            });
        }
        double trace = 51 * Small.result().spectrum().mean();
        assertThat(traces).hasSize(3).allSatisfy(t -> assertThat(t).isCloseTo(trace, within(1e-10 * trace)));
        assertThat(asked).hasSize(3).allSatisfy(s -> assertThat(s.samples()).isEqualTo(5));
        assertThat(folder.resolve("network-0.journal")).exists();
    }
}
