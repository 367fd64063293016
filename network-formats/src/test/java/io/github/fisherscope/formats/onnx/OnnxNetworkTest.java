package io.github.fisherscope.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.onnx.ModelBytes.Attribute;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of graphs: parameters, constants, names, the last softmax, and what is refused. */
class OnnxNetworkTest {
    @TempDir
    private Path folder;

    private ImportedNetwork read(ModelBytes model) {
        return OnnxNetwork.read(model.write(folder), ImportOptions.defaults());
    }

    private static List<String> parameters(ImportedNetwork network) {
        return network.network().graph().tensors().stream()
                .map(ParameterTensor::name)
                .toList();
    }

    private static ModelBytes perceptron() {
        return new ModelBytes()
                .input("x", -1, 2)
                .tensor("b1", List.of(3), 1, 2, 3)
                .tensor("w1", List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .tensor("w2", List.of(1, 3), 1, -1, 2)
                .node("MatMul", List.of("x", "w1"), "product")
                .node("Add", List.of("b1", "product"), "u")
                .node("Tanh", List.of("u"), "h");
    }

    @Test
    void productsWithBiasesAreDenseLayers() {
        ImportedNetwork read = read(perceptron()
                .node("Gemm", List.of("h", "w2"), "f", Attribute.of("transB", 1))
                .output("f"));
        assertThat(parameters(read)).containsExactly("b1", "w1", "w2");
        FullyConnected.Recognition found =
                FullyConnected.recognize(read.network().graph());
        assertThat(found.reason()).isEmpty();
        NeuralNetwork network = FullyConnected.network(read.network());
        double hidden = Math.tanh(1 * 0.5 + 4 * 0.25 + 1) - Math.tanh(2 * 0.5 + 5 * 0.25 + 2);
        assertThat(network.layers().get(0).weights().toArray()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThat(network.layers().get(1).outputs()).isEqualTo(1);
        assertThat(hidden).isFinite();
        assertThat(read.inputShape()).containsExactly(2);
    }

    @Test
    void lastSoftmaxIsCutOffUnlessItIsKept() {
        ModelBytes model = perceptron().node("Softmax", List.of("h"), "p").output("p");
        ImportedNetwork cut = read(model);
        assertThat(cut.notes()).anyMatch(n -> n.contains("Softmax 'make p', is cut off"));
        assertThat(cut.network().graph().nodes()).hasSize(2);
        ImportedNetwork kept =
                OnnxNetwork.read(model.write(folder), ImportOptions.defaults().withKeepSoftmax(true));
        assertThat(kept.network().graph().nodes()).hasSize(3);
    }

    @Test
    void identityWithANameUntiesAndOneWithoutTies() {
        ModelBytes model = new ModelBytes()
                .input("x", -1, 2)
                .tensor("norm1.weight", List.of(2), 1, 1)
                .node("Identity", List.of("norm1.weight"), "norm2.weight")
                .node("Identity", List.of("norm1.weight"), "onnx::Mul_7")
                .node("Mul", List.of("x", "norm1.weight"), "a")
                .node("Mul", List.of("a", "norm2.weight"), "b")
                .node("Mul", List.of("b", "onnx::Mul_7"), "f")
                .output("f");
        ImportedNetwork read = read(model);
        assertThat(parameters(read)).containsExactly("norm1.weight", "norm2.weight");
        assertThat(read.notes()).anyMatch(n -> n.contains("'norm2.weight' has the numbers of 'norm1.weight'"));
    }

    @Test
    void twinsAreReported() {
        ModelBytes model = new ModelBytes()
                .input("x", -1, 2)
                .tensor("embed", List.of(2, 3), 1, 2, 3, 4, 5, 6)
                .tensor("onnx::MatMul_9", List.of(3, 2), 1, 4, 2, 5, 3, 6)
                .node("MatMul", List.of("x", "embed"), "h")
                .node("MatMul", List.of("h", "onnx::MatMul_9"), "f")
                .output("f");
        assertThat(read(model).notes())
                .anyMatch(n -> n.startsWith("'onnx::MatMul_9' has the numbers of the transpose of 'embed'"));
    }

    @Test
    void frozenTensorsAreConstants() {
        ModelBytes model = perceptron()
                .node("Gemm", List.of("h", "w2"), "f", Attribute.of("transB", 1))
                .output("f");
        ImportedNetwork read =
                OnnxNetwork.read(model.write(folder), ImportOptions.defaults().withFreeze(List.of("*1")));
        assertThat(parameters(read)).containsExactly("w2");
        assertThat(read.notes()).contains("'w1' is frozen: its numbers are constants");
    }

    @Test
    void settingsAreNoParametersAndArithmeticOfShapesIsFolded() {
        ModelBytes model = new ModelBytes()
                .input("x", -1, 2, 3)
                .tensor("low", List.of(), 0)
                .integers("minus one", -1)
                .integers("first", 0)
                .node("Shape", List.of("x"), "shape")
                .node("Gather", List.of("shape", "first"), "batch")
                .node("Concat", List.of("batch", "minus one"), "wanted", Attribute.of("axis", 0))
                .node("Reshape", List.of("x", "wanted"), "flat")
                .node("Clip", List.of("flat", "low"), "clipped")
                .tensor("w", List.of(6, 1), 1, 2, 3, 4, 5, 6)
                .node("MatMul", List.of("clipped", "w"), "f")
                .output("f");
        ImportedNetwork read = read(model);
        assertThat(parameters(read)).containsExactly("w");
        assertThat(read.network().graph().output().dimensions()).containsExactly(1, 1);
        assertThat(read.inputShape()).containsExactly(2, 3);
    }

    @Test
    void allUnsupportedOperatorsAreNamedAtOnce() {
        ModelBytes model = perceptron()
                .node("LSTM", List.of("h"), "a")
                .foreign("com.microsoft", "FusedMatMul", List.of("h"), "b")
                .node("Relu", List.of("a"), "c")
                .node("Frobnicate", List.of("h"), "d")
                .output("c");
        assertThatThrownBy(() -> read(model))
                .isInstanceOf(InputFileException.class)
                .hasMessageContainingAll(
                        "node 'make a' (LSTM) is a recurrent layer",
                        "node 'make b' (FusedMatMul) is an operator of the set 'com.microsoft'",
                        "node 'make d' (Frobnicate)")
                .hasMessageNotContaining("make c");
    }

    @Test
    void openShapesAreAskedFor() {
        ModelBytes model = new ModelBytes()
                .input("x", -1, -1)
                .tensor("w", List.of(2, 1), 1, 2)
                .node("MatMul", List.of("x", "w"), "f")
                .output("f");
        assertThatThrownBy(() -> read(model)).hasMessageContaining("leaves the shape of its input 'x' open: ?");
        ImportedNetwork given =
                OnnxNetwork.read(model.write(folder), ImportOptions.defaults().withInputShape(List.of(2)));
        assertThat(given.inputShape()).containsExactly(2);
        assertThatThrownBy(() -> OnnxNetwork.read(
                        model.write(folder), ImportOptions.defaults().withInputShape(List.of(2, 2))))
                .hasMessageContaining("takes inputs of the shape ?, and [2, 2] was given");
    }

    @Test
    void trainingModeIsRefused() {
        ModelBytes model = new ModelBytes()
                .input("x", -1, 2)
                .tensor("s", List.of(2), 1, 1)
                .node("BatchNormalization", List.of("x", "s", "s", "s", "s"), "f", Attribute.of("training_mode", 1))
                .output("f");
        assertThatThrownBy(() -> read(model)).hasMessageContaining("is in training mode");
    }

    @Test
    void oldOperatorsAreRefused() {
        assertThatThrownBy(() -> read(perceptron().opset(5).output("h")))
                .hasMessageContaining("has operators of version 5; versions from 7 on are read");
    }
}
