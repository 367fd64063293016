package io.github.fisherscope.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.core.network.arrays.ReadOptions;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.TensorFile;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters that were written are read back to the same bits, under the same names. */
class NetworkExportTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"keras/cnn.h5, ''", "keras/tokens.h5, ''", "dl4j/graph.zip, 2x6x6", "dl4j/flat.zip, ''"})
    void tensorsKeepNamesShapesOrderAndBits(String name, String shape) {
        GraphNetwork network = NetworkImport.read(
                        Path.of("src/test/resources", name),
                        ImportOptions.defaults().withInputShape(dimensions(shape)))
                .network();
        Path tensors = folder.resolve("out.safetensors");
        Path arrays = folder.resolve("out.npz");
        NetworkExport.write(tensors, network);
        NetworkExport.write(arrays, network);
        TensorFile read = SafetensorsFile.read(tensors);
        Map<String, NpyArray> npz = NpzFile.read(arrays);
        List<ParameterTensor> own = network.graph().tensors();
        assertThat(List.copyOf(read.tensors().keySet()))
                .isEqualTo(own.stream().map(ParameterTensor::name).toList());
        assertThat(npz).hasSameSizeAs(own);
        for (ParameterTensor tensor : own) {
            double[] values = network.values(tensor).toArray();
            NpyArray array = Objects.requireNonNull(npz.get(tensor.name()));
            assertThat(Objects.requireNonNull(read.tensors().get(tensor.name()))
                            .values()
                            .get())
                    .containsExactly(values);
            assertThat(array.toArray()).containsExactly(values);
            assertThat(array.shape()).isEqualTo(tensor.shape().dimensions());
        }
    }

    private static List<Integer> dimensions(String shape) {
        List<Integer> dims = new ArrayList<>();
        for (String one : shape.isEmpty() ? new String[0] : shape.split("x", -1)) {
            dims.add(Integer.valueOf(one));
        }
        return dims;
    }

    @Test
    void chainsOfDenseLayersAreReadWithoutBeingToldAnything() {
        NeuralNetwork chain = NeuralNetwork.of(List.of(
                layer("a", 2, 3, new Activation.Softplus()),
                layer("b", 3, 3, new Activation.Tanh()),
                layer("c", 3, 1, new Activation.Identity())));
        GraphNetwork network = new GraphNetwork(FullyConnected.graph(chain), RealVector.of(chain.parameterVector()));
        Path file = folder.resolve("chain.npz");
        NetworkExport.write(file, network);
        assertThat(NetworkExport.asChain(file, network)).isTrue();
        assertThat(NetworkExport.asChain(folder.resolve("chain.safetensors"), network))
                .isFalse();
        NeuralNetwork read = NetworkFile.read(file, ReadOptions.defaults()).network();
        assertThat(read.parameterVector()).containsExactly(chain.parameterVector());
        assertThat(read.layers())
                .extracting(DenseLayer::activation)
                .isEqualTo(chain.layers().stream().map(DenseLayer::activation).toList());
        try (NpzFile arrays = NpzFile.open(file)) {
            assertThat(arrays.names()).contains("W1", "b1", "W3", "activation");
        }
    }

    private static DenseLayer layer(String name, int inputs, int outputs, Activation activation) {
        double[] weights = new double[inputs * outputs];
        double[] bias = new double[outputs];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.sqrt(i + 2.0) / 3;
        }
        for (int i = 0; i < outputs; i++) {
            bias[i] = 1.0 / (i + 3);
        }
        return new DenseLayer(name, inputs, outputs, RealVector.of(weights), RealVector.of(bias), activation);
    }

    @Test
    void otherNamesAreRefused() {
        assertThatThrownBy(() -> NetworkExport.requireKnown(folder.resolve("a.onnx")))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(".npz or .safetensors");
    }
}
