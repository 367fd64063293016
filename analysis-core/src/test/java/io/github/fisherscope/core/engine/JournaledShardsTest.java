package io.github.fisherscope.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.LocalShards;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournaledShardsTest {
    private static final FisherRequest REQUEST = FisherRequest.exact(new Likelihood.Categorical());
    private static final NetworkSpec SPEC = NetworkSpec.of(Activation.parse("tanh"), 2, 0.5, 3, 4, 2);
    private static final int PRODUCTS = 6;

    @TempDir
    private Path folder;

    private Backend backend;

    @BeforeEach
    void open() {
        backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private JournaledShards shards(Path file, int partitions, long seed) {
        NeuralNetwork network = RandomNetworkGenerator.of(SPEC, seed).network(0);
        Dataset data = RandomInputs.of(9).standardNormal(0, 20, 3);
        return JournaledShards.of(LocalShards.of(network, data, REQUEST, backend, partitions), "seed 9", file);
    }

    /** Products each of which depends on the one before, as those of a Krylov space do, on both sides. */
    private List<double[]> run(JournaledShards shards, int products) {
        List<double[]> images = new ArrayList<>();
        for (WholeFisherMatrix matrix :
                List.of(FisherRoutes.shardedProducts(shards, backend), FisherRoutes.shardedDual(shards, backend))) {
            double[] x = new double[matrix.dimension()];
            Arrays.setAll(x, i -> Math.sin(i + 1.0));
            for (int k = 0; k < products; k++) {
                double[] y = new double[x.length];
                matrix.apply(x, y);
                images.add(y);
                x = y;
            }
        }
        return images;
    }

    /** One answer for each product of F, two for each of its dual. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 40, 41, 300, 700, 1100, 1_000_000})
    void aRunThatWasCutOffAnywhereComesToTheSameNumbers(int kept) throws IOException {
        Path file = folder.resolve("a/journal");
        List<double[]> whole;
        try (JournaledShards shards = shards(file, 3, 1)) {
            whole = run(shards, PRODUCTS);
            assertThat(shards.replayed()).isZero();
        }
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, Math.min(kept, bytes.length)));
        try (JournaledShards shards = shards(file, 3, 1)) {
            assertThat(run(shards, PRODUCTS).toArray(new double[0][])).isDeepEqualTo(whole.toArray(new double[0][]));
            assertThat(shards.replayed()).isBetween(0, 3 * PRODUCTS);
            assertThat(shards.replayed() == 3 * PRODUCTS).isEqualTo(kept >= bytes.length);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void aRunThatAsksForMoreGoesOn() {
        Path file = folder.resolve("journal");
        try (JournaledShards shards = shards(file, 3, 1)) {
            FisherRoutes.shardedProducts(shards, backend).trace();
        }
        try (JournaledShards shards = shards(file, 3, 1)) {
            WholeFisherMatrix matrix = FisherRoutes.shardedProducts(shards, backend);
            assertThat(matrix.trace()).isPositive();
            assertThat(shards.replayed()).isEqualTo(1);
            assertThat(matrix.squaredNorm()).isPositive();
            assertThat(shards.replayed()).isEqualTo(1);
        }
    }

    @Test
    void aDamagedAnswerIsComputedAgain() throws IOException {
        Path file = folder.resolve("journal");
        double trace;
        try (JournaledShards shards = shards(file, 3, 1)) {
            trace = FisherRoutes.shardedProducts(shards, backend).trace();
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 20] ^= 1;
        Files.write(file, bytes);
        try (JournaledShards shards = shards(file, 3, 1)) {
            assertThat(FisherRoutes.shardedProducts(shards, backend).trace()).isEqualTo(trace);
            assertThat(shards.replayed()).isZero();
        }
    }

    @Test
    void answersOfAnotherStudyAreRefused() {
        Path file = folder.resolve("journal");
        shards(file, 3, 1).close();
        assertThatThrownBy(() -> shards(file, 4, 1))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("another study");
        assertThatThrownBy(() -> shards(file, 3, 2)).isInstanceOf(InputFileException.class);
    }
}
