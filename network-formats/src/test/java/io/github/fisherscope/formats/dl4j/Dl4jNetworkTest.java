package io.github.fisherscope.formats.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.InputFileException;
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

/** Networks that DL4J saved, against the outputs that DL4J computed; {@code MakeDl4jFiles.java} beside the files wrote both. */
class Dl4jNetworkTest {
    private static final double STEP = 1e-5;

    static Path file(String name) {
        return Path.of("src/test/resources/dl4j", name + ".zip");
    }

    static ImportOptions options(String shape) {
        List<Integer> dims = shape.isEmpty()
                ? List.of()
                : Arrays.stream(shape.split("x")).map(Integer::valueOf).toList();
        return ImportOptions.defaults().withInputShape(dims);
    }

    private static NpyArray array(String name, String key) {
        NpyArray all = Objects.requireNonNull(NpzFile.read(Path.of("src/test/resources/dl4j", name + ".inputs.npz"))
                .get(key));
        return all.reshape(all.shape().get(0), all.size() / all.shape().get(0));
    }

    private static Dataset data(String name) {
        NpyArray rows = array(name, "x");
        return Dataset.ofRows(rows.rows(), rows.columns(), rows::copyRow, DataSource.memory(name));
    }

    /** The file of {@code flat} has 24 bits for each number, and DL4J computed with as many. */
    @ParameterizedTest
    @CsvSource({
        "dense, '', 1e-12",
        "cnn, 2x8x7, 1e-12",
        "cnn-last, 8x7x2, 1e-12",
        "flat, '', 1e-6",
        "graph, 2x6x6, 1e-12"
    })
    void givesTheOutputsOfDl4j(String name, String shape, double tolerance) {
        ImportedNetwork read = NetworkImport.read(file(name), options(shape).withKeepSoftmax(true));
        NpyArray expected = array(name, "f");
        double[] row = new double[expected.columns()];
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
                GraphLinearization at = GraphLinearization.of(read.network(), data(name), backend)) {
            double[] found = at.outputs();
            assertThat(found).hasSize(expected.rows() * expected.columns());
            for (int t = 0; t < expected.rows(); t++) {
                expected.copyRow(t, row);
                assertThat(Arrays.copyOfRange(found, t * row.length, (t + 1) * row.length))
                        .containsExactly(row, offset(tolerance));
            }
            derivativesAreThoseOfDifferences(read, at, name, backend);
        }
    }

    private static void derivativesAreThoseOfDifferences(
            ImportedNetwork read, GraphLinearization at, String name, Backend backend) {
        double[] theta = read.network().parameters().toArray();
        Random random = new Random(3);
        double[] v = random.doubles(theta.length, -1, 1).toArray();
        double[] up = theta.clone();
        double[] down = theta.clone();
        Arrays.setAll(up, i -> theta[i] + STEP * v[i]);
        Arrays.setAll(down, i -> theta[i] - STEP * v[i]);
        double[] tangent = at.jvp(v);
        try (GraphLinearization high = GraphLinearization.of(at.graph(), up, data(name), backend);
                GraphLinearization low = GraphLinearization.of(at.graph(), down, data(name), backend)) {
            double[] a = high.outputs();
            double[] b = low.outputs();
            double largest = Arrays.stream(tangent).map(Math::abs).max().orElseThrow();
            for (int i = 0; i < tangent.length; i++) {
                assertThat(tangent[i]).isCloseTo((a[i] - b[i]) / (2 * STEP), offset(1e-7 * largest));
            }
        }
    }

    private static List<String> tensors(ImportedNetwork read) {
        return read.network().graph().tensors().stream()
                .map(t -> t.name() + " " + t.shape())
                .toList();
    }

    @Test
    void parametersHaveTheNamesShapesAndOrderOfDl4j() {
        ImportedNetwork read = NetworkImport.read(file("cnn"), options("2x8x7"));
        assertThat(tensors(read))
                .containsExactly(
                        "0_b 4",
                        "0_W 4×2×3×2",
                        "1_gamma 4",
                        "1_beta 4",
                        "4_W 3×4×2×3",
                        "5_b 6",
                        "5_W 2×2×3×2",
                        "7_W 36×6",
                        "7_b 6",
                        "9_W 6×3",
                        "9_b 3");
        assertThat(read.notes()).anyMatch(n -> n.contains("softmax of 'layer9'") && n.contains("cut off"));
        assertThat(read.normalizations()).isEqualTo(1);
        assertThat(read.format()).isEqualTo("DL4J MultiLayerNetwork");
        ImportedNetwork graph = NetworkImport.read(file("graph"), options("2x6x6"));
        assertThat(tensors(graph))
                .startsWith("stem_b 4", "stem_W 4×2×3×3", "inner_b 4")
                .endsWith("out_b 3");
        assertThat(graph.format()).isEqualTo("DL4J ComputationGraph");
    }

    /** 0_W of 3 × 5 stands column by column; DL4J says its entry in row 1 and column 0 is the second number. */
    @Test
    void matricesStandRowByRow() {
        ImportedNetwork read =
                NetworkImport.read(file("dense"), ImportOptions.defaults().withParameters(List.of("0_*")));
        assertThat(tensors(read)).containsExactly("0_W 3×5", "0_b 5");
        double[] stored = Dl4jFile.read(file("dense"))
                .coefficients()
                .take("all", List.of(15), false)
                .values()
                .get();
        assertThat(read.network().parameters().get(5)).isEqualTo(stored[1]);
        assertThat(read.network().parameters().get(1)).isEqualTo(stored[3]);
    }

    @Test
    void layersThatDl4jDoesNotTrainAreConstants() {
        ImportedNetwork read = NetworkImport.read(file("dense"), ImportOptions.defaults());
        assertThat(read.network().graph().tensors())
                .extracting(ParameterTensor::name)
                .containsExactly("1_gamma", "1_beta", "2_W", "3_W", "3_b", "3_g", "4_W", "4_b");
        assertThat(read.notes()).contains("'0_W' is frozen: its numbers are constants");
        assertThat(read.normalizations()).isEqualTo(2);
        ImportedNetwork frozen =
                NetworkImport.read(file("cnn"), options("2x8x7").withFreeze(List.of("0_*", "7_b")));
        assertThat(frozen.network().graph().tensors())
                .extracting(ParameterTensor::name)
                .doesNotContain("0_W", "0_b", "7_b")
                .contains("7_W");
    }

    @Test
    void shapesOfSamplesAreSaidOrAsked() {
        assertThat(NetworkImport.read(file("dense"), options("")).inputShape()).containsExactly(3);
        assertThat(NetworkImport.read(file("flat"), options("")).inputShape()).containsExactly(144);
        assertThatThrownBy(() -> NetworkImport.read(file("cnn"), options("")))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("does not say of which size");
        assertThatThrownBy(() -> NetworkImport.read(file("cnn"), options("8x7x2")))
                .hasMessageContaining("layer 'layer0'")
                .hasMessageContaining("2 channels first")
                .hasMessageContaining("[8, 7, 2]");
        assertThatThrownBy(() -> NetworkImport.read(file("dense"), options("4")))
                .hasMessageContaining("[3]");
        assertThatThrownBy(() -> NetworkImport.read(file("graph"), options("36")))
                .hasMessageContaining("takes images");
    }
}
