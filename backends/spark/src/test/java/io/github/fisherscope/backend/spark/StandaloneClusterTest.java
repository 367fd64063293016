package io.github.fisherscope.backend.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.SampleSource;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real processes: a master, two workers, and executors that come, go and are killed, none of which changes a bit. */
@Tag("cluster")
class StandaloneClusterTest {
    private static final int SAMPLES = 700;
    private static final int PARTITIONS = 7;
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 20, 30, 30, 3);
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Categorical());

    private static StandaloneCluster cluster;
    private static Backend backend;
    private static NeuralNetwork network;
    private static double[][] expected;

    @BeforeAll
    static void open() throws IOException, InterruptedException {
        SparkSettings.quiet();
        cluster =
                StandaloneCluster.start(Files.createDirectories(Path.of("target/cluster-" + System.nanoTime())), 2, 3);
        backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
        network = RandomNetworkGenerator.of(SPEC, 5).network(0);
        Dataset data = RandomInputs.of(6).standardNormal(0, SAMPLES, SPEC.inputs());
        try (FisherShards here = LocalShards.of(network, data, REQUEST, backend, PARTITIONS)) {
            expected = images(FisherRoutes.shardedProducts(here, backend), FisherRoutes.shardedDual(here, backend));
        }
    }

    @AfterAll
    static void close() {
        backend.close();
        cluster.close();
    }

    private static double[][] images(WholeFisherMatrix products, WholeFisherMatrix dual) {
        double[] x = new double[products.dimension()];
        Arrays.setAll(x, i -> Math.sin(i + 1.0));
        double[] u = new double[dual.dimension()];
        Arrays.setAll(u, i -> Math.cos(i + 1.0));
        double[][] images = {new double[x.length], new double[u.length]};
        products.apply(x, images[0]);
        dual.apply(u, images[1]);
        return images;
    }

    /** Takes the same two products several times, with something that happens before some of them. */
    private static void assertSameBits(int executors, int rounds, IntConsumer before) {
        SparkContext context = new SparkContext(cluster.settings(executors, PARTITIONS));
        try (SparkEngine engine = SparkEngine.on(context, EngineConfig.of(cluster.address(), PARTITIONS));
                FisherShards there =
                        engine.shards(network, new SampleSource.Normal(6, 0, SAMPLES, SPEC.inputs()), REQUEST)) {
            for (int i = 0; i < rounds; i++) {
                before.accept(i);
                double[][] found =
                        images(FisherRoutes.shardedProducts(there, backend), FisherRoutes.shardedDual(there, backend));
                assertThat(found).as("round " + i).isDeepEqualTo(expected);
            }
        } finally {
            context.stop();
        }
    }

    @Test
    void twoThreeAndFiveExecutorsGiveTheSameBits() {
        for (int executors : new int[] {2, 3, 5}) {
            assertSameBits(executors, 1, round -> {});
        }
    }

    @Test
    void anExecutorThatIsKilledChangesNothing() {
        assertSameBits(2, 4, round -> {
            if (round == 2) {
                cluster.killAnExecutor();
            }
        });
    }
}
