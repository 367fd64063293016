package io.github.fisherscope.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models of Keras against plain loops in channels-last order; {@code make_files.py} beside the files wrote both. */
class KerasNetworkTest {
    private static final double TOLERANCE = 1e-12;
    private static final double STEP = 1e-5;

    static Path file(String name) {
        return Path.of("src/test/resources/keras", name);
    }

    private static NpyArray array(String name, String key) {
        NpyArray all = Objects.requireNonNull(NpzFile.read(file(name)).get(key));
        return all.reshape(all.shape().get(0), all.size() / all.shape().get(0));
    }

    private static Dataset data(String oracle) {
        NpyArray rows = array(oracle + ".inputs.npz", "x");
        return Dataset.ofRows(rows.rows(), rows.columns(), rows::copyRow, DataSource.memory(oracle));
    }

    @ParameterizedTest
    @CsvSource({
        "cnn.h5, cnn",
        "cnn.keras, cnn",
        "functional.h5, functional",
        "functional.keras, functional",
        "tokens.h5, tokens"
    })
    void givesTheOutputsOfPlainLoops(String name, String oracle) {
        ImportedNetwork read = NetworkImport.read(file(name), ImportOptions.defaults());
        NpyArray expected = array(oracle + ".inputs.npz", "f");
        double[] row = new double[expected.columns()];
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                GraphLinearization at = GraphLinearization.of(read.network(), data(oracle), backend)) {
            double[] found = at.outputs();
            assertThat(found).hasSize(expected.rows() * expected.columns());
            for (int t = 0; t < expected.rows(); t++) {
                expected.copyRow(t, row);
                for (int i = 0; i < row.length; i++) {
                    assertThat(found[t * row.length + i]).isCloseTo(row[i], offset(TOLERANCE * 10));
                }
            }
            derivativesAreThoseOfDifferences(read, at, oracle, backend);
        }
    }

    private static void derivativesAreThoseOfDifferences(
            ImportedNetwork read, GraphLinearization at, String oracle, Backend backend) {
        double[] theta = read.network().parameters().toArray();
        Random random = new Random(3);
        double[] v = random.doubles(theta.length, -1, 1).toArray();
        double[] up = theta.clone();
        double[] down = theta.clone();
        Arrays.setAll(up, i -> theta[i] + STEP * v[i]);
        Arrays.setAll(down, i -> theta[i] - STEP * v[i]);
        double[] tangent = at.jvp(v);
        try (GraphLinearization high = GraphLinearization.of(at.graph(), up, data(oracle), backend);
                GraphLinearization low = GraphLinearization.of(at.graph(), down, data(oracle), backend)) {
            double[] a = high.outputs();
            double[] b = low.outputs();
            double largest = Arrays.stream(tangent).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < tangent.length; i++) {
                assertThat(tangent[i]).isCloseTo((a[i] - b[i]) / (2 * STEP), offset(1e-7 * largest));
            }
        }
    }

    @Test
    void parametersHaveTheNamesShapesAndOrderOfKeras() {
        ImportedNetwork read = NetworkImport.read(file("cnn.h5"), ImportOptions.defaults());
        List<ParameterTensor> tensors = read.network().graph().tensors();
        assertThat(tensors.subList(0, 5).stream().map(t -> t.name() + " " + t.shape()))
                .containsExactly(
                        "conv/kernel 3×2×2×4",
                        "conv/bias 4",
                        "sep/depthwise_kernel 3×3×4×2",
                        "sep/pointwise_kernel 1×1×8×5",
                        "sep/bias 5");
        assertThat(read.notes()).anyMatch(n -> n.contains("softmax of 'out'") && n.contains("cut off"));
        assertThat(read.normalizations()).isEqualTo(1);
        ImportedNetwork zipped = NetworkImport.read(file("cnn.keras"), ImportOptions.defaults());
        assertThat(zipped.network().graph().tensors()).isEqualTo(tensors);
        assertThat(zipped.network().parameters()).isEqualTo(read.network().parameters());
    }

    @Test
    void frozenVariablesAreConstants() {
        ImportedNetwork read =
                NetworkImport.read(file("cnn.h5"), ImportOptions.defaults().withFreeze(List.of("conv/*", "bn/*")));
        assertThat(read.network().graph().tensors())
                .extracting(ParameterTensor::name)
                .noneMatch(n -> n.startsWith("conv/") || n.startsWith("bn/"))
                .contains("sep/bias");
        assertThat(read.notes()).anyMatch(n -> n.contains("'conv/kernel' is frozen"));
    }

    @Test
    void tokensAreSaid() {
        ImportedNetwork read = NetworkImport.read(file("tokens.h5"), ImportOptions.defaults());
        assertThat(read.tokens()).isTrue();
        assertThat(read.inputShape()).containsExactly(6);
        assertThatThrownBy(() -> NetworkImport.read(
                        file("tokens.h5"), ImportOptions.defaults().withInputShape(List.of(5))))
                .hasMessageContaining("takes samples of the shape [6]");
    }
}
