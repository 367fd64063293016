package io.github.fisherscope.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No option is ignored: what a format has no use for is refused, and so is a pattern that no tensor matches. */
class UnusedOptionsTest {
    private static final ImportOptions NONE = ImportOptions.defaults();
    private static final ImportOptions TANH = NONE.withActivations(List.of(Activation.parse("tanh")));

    @TempDir
    private Path folder;

    private static Path keras() {
        return LayerOracle.file("../keras/cnn.h5");
    }

    private Path chain() {
        Path file = folder.resolve("chain.safetensors");
        SafetensorsFile.write(
                file,
                List.of(
                        new StoredTensor("fc1.weight", List.of(2, 3), () -> new double[] {1, 2, 3, 4, 5, 6}),
                        new StoredTensor("fc1.bias", List.of(2), () -> new double[] {7, 8}),
                        new StoredTensor("fc2.weight", List.of(1, 2), () -> new double[] {9, 10})));
        return file;
    }

    private static void refused(Path file, ImportOptions options, String argument, String value) {
        assertThatThrownBy(() -> NetworkImport.read(file, options))
                .isInstanceOfSatisfying(InvalidArgumentException.class, e -> {
                    assertThat(e.argument()).isEqualTo(argument);
                    assertThat(e.value()).isEqualTo(value);
                })
                .hasMessageContaining(file.toString())
                .hasMessageContaining("leave it out");
    }

    @Test
    void activationsAreForTensorsAlone() {
        refused(LayerOracle.file("lenet.onnx"), TANH, "activation", "tanh");
        refused(keras(), TANH, "activation", "tanh");
        Path architecture = LayerOracle.file("lenet.json");
        refused(LayerOracle.file("lenet.pt"), TANH.withArchitecture(architecture), "activation", "tanh");
        refused(LayerOracle.file("lenet.safetensors"), TANH.withArchitecture(architecture), "activation", "tanh");
        assertThat(NetworkImport.read(chain(), TANH).network().parameters().size())
                .isEqualTo(10);
        assertThat(NetworkImport.takesActivations(chain())).isTrue();
        assertThat(NetworkImport.takesActivations(keras())).isFalse();
    }

    @Test
    void otherOptionsAreForWhatHasThem() {
        Path architecture = LayerOracle.file("lenet.json");
        refused(
                LayerOracle.file("lenet.onnx"),
                NONE.withArchitecture(architecture),
                "architecture",
                architecture.toString());
        refused(keras(), NONE.withArchitecture(architecture), "architecture", architecture.toString());
        refused(keras(), NONE.withOutput("out"), "network output", "out");
        refused(chain(), TANH.withOutput("out"), "network output", "out");
        refused(chain(), TANH.withKeepSoftmax(true), "keepSoftmax", "true");
        refused(chain(), TANH.withInputShape(List.of(3)), "inputShape", "3");
    }

    @Test
    void aChainOfTensorsAloneIsFrozenInPart() {
        ImportedNetwork read = NetworkImport.read(chain(), TANH.withFreeze(List.of("fc1.*")));
        assertThat(read.network().graph().tensors())
                .extracting(ParameterTensor::name)
                .containsExactly("fc2.weight");
        assertThat(read.network().parameters().toArray()).containsExactly(9, 10);
        assertThat(read.notes())
                .contains("'fc1.weight' is frozen: its numbers are constants")
                .contains("'fc1.bias' is frozen: its numbers are constants");

        ImportedNetwork biases = NetworkImport.read(chain(), TANH.withParameters(List.of("*.bias")));
        assertThat(biases.network().parameters().toArray()).containsExactly(7, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"onnx", "pt", "h5", "safetensors"})
    void aPatternThatNothingMatchesIsRefusedByName(String format) {
        Path file = switch (format) {
            case "onnx" -> LayerOracle.file("lenet.onnx");
            case "pt" -> LayerOracle.file("lenet.pt");
            case "h5" -> keras();
            default -> chain();
        };
        ImportOptions options = switch (format) {
            case "pt" -> NONE.withArchitecture(LayerOracle.file("lenet.json"));
            case "safetensors" -> TANH;
            default -> NONE;
        };
        assertThat(NetworkImport.read(file, options).network().parameters().size())
                .isPositive();
        refused(file, options.withFreeze(List.of("*", "misspelt.*")), "freeze", "misspelt.*");
        refused(file, options.withParameters(List.of("*", "misspelt.*")), "parameters", "misspelt.*");
    }

    @ParameterizedTest
    @CsvSource({"conv*, 4", "*.bias, 4", "fc2.weight, 7"})
    void patternsThatMatchAreApplied(String pattern, int left) {
        ImportedNetwork read = NetworkImport.read(LayerOracle.file("lenet.onnx"), NONE.withFreeze(List.of(pattern)));
        assertThat(read.network().graph().tensors()).hasSize(left);
    }
}
