package io.github.fisherscope.backend.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.backend.spark.internal.ShardCache;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.EngineException;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Matrices over a Spark context of two threads, held bit by bit against the same shards in this process. */
class SparkEngineTest {
    private static final int SAMPLES = 41;
    private static final int PARTITIONS = 5;
    private static SparkEngine engine;
    private static Backend backend;

    @BeforeAll
    static void open() {
        engine = SparkEngine.open(EngineConfig.of("local[2]", PARTITIONS));
        backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    }

    @AfterAll
    static void close() {
        backend.close();
        engine.close();
    }

    static Stream<Arguments> requests() {
        int[] classes = new int[SAMPLES];
        Arrays.setAll(classes, t -> (7 * t + 2) % 3);
        Likelihood categorical = new Likelihood.Categorical();
        return Stream.of(
                        FisherRequest.exact(new Likelihood.Gaussian(1)),
                        FisherRequest.exact(new Likelihood.Gaussian(0.3)).withOutputActivation(new Activation.Tanh()),
                        FisherRequest.monteCarlo(categorical, 2, 5).forNetwork(3),
                        FisherRequest.empirical(categorical, Labels.Classes.of(3, classes)))
                .map(Arguments::of);
    }

    private static NeuralNetwork network(int hidden) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("leaky-relu:0.1"), 3, 0.64, 6, hidden, hidden, 3);
        return RandomNetworkGenerator.of(spec, 11).network(2);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void hasTheBitsOfTheSameShardsInOneProcess(FisherRequest request) {
        NeuralNetwork network = network(4);
        Dataset data = RandomInputs.of(17).standardNormal(3, SAMPLES, 6);
        SampleSource source = new SampleSource.Normal(17, 3, SAMPLES, 6);
        try (FisherShards here = LocalShards.of(network, data, request, backend, PARTITIONS);
                FisherShards there = engine.shards(network, source, request)) {
            assertThat(there.sizes()).isEqualTo(here.sizes());
            assertSame(FisherRoutes.shardedDual(here, backend), FisherRoutes.shardedDual(there, backend));
            assertSame(FisherRoutes.shardedProducts(here, backend), FisherRoutes.shardedProducts(there, backend));
        }
    }

    private static void assertSame(WholeFisherMatrix expected, WholeFisherMatrix found) {
        int n = expected.dimension();
        double[][] xs = new double[3][n];
        for (int i = 0; i < xs.length; i++) {
            int shift = i;
            Arrays.setAll(xs[i], j -> Math.cos(2.0 * j + shift));
        }
        double[][] ys = new double[3][n];
        double[][] zs = new double[3][n];
        expected.applyBatch(xs, ys);
        found.applyBatch(xs, zs);
        assertThat(zs).isDeepEqualTo(ys);
        assertThat(found.parameterMoments()).isEqualTo(expected.parameterMoments());
        assertThat(found.parameterDiagonal()).isEqualTo(expected.parameterDiagonal());
        assertThat(found.tileMoments()).isEqualTo(expected.tileMoments());
        assertThat(found.startVectors(2)).isEqualTo(expected.startVectors(2));
        assertThat(found.ofLayer(2).column(1)).isEqualTo(expected.ofLayer(2).column(1));
    }

    @Test
    void agreesWithOneLinearisationToRounding() {
        NeuralNetwork network = network(7);
        Dataset data = RandomInputs.of(17).standardNormal(0, SAMPLES, 6);
        FisherRequest request = FisherRequest.exact(new Likelihood.Categorical());
        try (Linearization at = Linearization.of(network, data, backend);
                FisherShards shards = engine.shards(network, new SampleSource.Held(data), request);
                WholeFisherMatrix one = FisherRoutes.products(at, request);
                WholeFisherMatrix many = FisherRoutes.shardedProducts(shards, backend)) {
            double[] x = new double[one.dimension()];
            Arrays.setAll(x, j -> Math.sin(3.0 * j));
            double[] y = new double[x.length];
            double[] z = new double[x.length];
            one.apply(x, y);
            many.apply(x, z);
            double scale = Arrays.stream(y).map(Math::abs).max().orElseThrow();
            for (int j = 0; j < y.length; j++) {
                assertThat(z[j]).isCloseTo(y[j], within(1e-13 * scale));
            }
            double squares = one.squaredNorm();
            assertThat(many.squaredNorm()).isCloseTo(squares, within(1e-13 * squares));
            assertThat(many.trace()).isCloseTo(one.trace(), within(1e-13 * one.trace()));
        }
    }

    @Test
    void forgetsItsShards() {
        int before = ShardCache.ofThisProcess().size();
        try (FisherShards shards = engine.shards(
                network(4),
                new SampleSource.Normal(1, 0, SAMPLES, 6),
                FisherRequest.exact(new Likelihood.Gaussian(1)))) {
            FisherRoutes.sharded(shards, backend).trace();
            assertThat(ShardCache.ofThisProcess().size()).isEqualTo(before + PARTITIONS);
        }
        assertThat(ShardCache.ofThisProcess().size()).isEqualTo(before);
    }

    @Test
    void namesTheShardThatCannotBeUsed() {
        Dataset data = Dataset.ofRows(
                SAMPLES, 6, (t, row) -> Arrays.fill(row, t == 20 ? 1e99 : 1), DataSource.memory("made up"));
        FisherRequest request = FisherRequest.monteCarlo(new Likelihood.Poisson(), 1, 1);
        try (FisherShards shards = engine.shards(network(4), new SampleSource.Held(data), request)) {
            WholeFisherMatrix matrix = FisherRoutes.sharded(shards, backend);
            assertThatThrownBy(matrix::trace)
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith("samples 16 to 23 (made up): ")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void saysWhatAMasterIs() {
        assertThatThrownBy(() -> SparkEngine.open(EngineConfig.of("nonsense", 1)))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("nonsense")
                .hasMessageContaining("local[2]");
        assertThat(List.of(engine.description())).allMatch(d -> d.startsWith("Apache Spark 4."));
    }
}
