package io.github.fisherscope.formats.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.LayerOracle;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks from tensors and architecture files against torch's automatic differentiation, and what is refused. */
class ArchitectureTensorsTest {
    private static final double TOLERANCE = 1e-12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "convgroups", "resblock", "embedrms", "transformer"})
    void agreesWithAutomaticDifferentiation(String name) {
        ImportOptions options = ImportOptions.defaults().withArchitecture(LayerOracle.file(name + ".json"));
        ImportedNetwork read = NetworkImport.read(LayerOracle.file(name + ".safetensors"), options);
        LayerOracle.of(name, TOLERANCE).check(read.network());
        ImportedNetwork torch = NetworkImport.read(LayerOracle.file(name + ".pt"), options);
        assertThat(torch.network().parameters()).isEqualTo(read.network().parameters());
    }

    private static StoredTensor tensor(String name, Integer... dims) {
        int size = List.of(dims).stream().reduce(1, Math::multiplyExact);
        return new StoredTensor(
                name,
                List.of(dims),
                () -> IntStream.range(0, size)
                        .mapToDouble(i -> Math.sin(i + name.hashCode() % 7))
                        .toArray());
    }

    private Path tensors(StoredTensor... tensors) {
        Path file = folder.resolve("net.safetensors");
        SafetensorsFile.write(file, List.of(tensors));
        return file;
    }

    private ImportedNetwork build(Path tensors, String architecture) throws IOException {
        Path file = Files.writeString(folder.resolve("net.json"), architecture);
        return NetworkImport.read(tensors, ImportOptions.defaults().withArchitecture(file));
    }

    @Test
    void anOutputThatNamesTheTableIsTiedToIt() throws IOException {
        Path file = tensors(tensor("wte.weight", 7, 4), tensor("h.0.w.weight", 4, 4), tensor("h.1.w.weight", 4, 4));
        ImportedNetwork read = build(
                file,
                "{\"input\":[3],\"tokens\":true,\"layers\":[{\"embedding\":\"wte\"},"
                        + "{\"repeat\":2,\"layers\":[{\"linear\":\"h.{i}.w\"},\"tanh\"]},{\"linear\":\"wte\"}]}");
        assertThat(read.network().graph().parameters()).isEqualTo(7 * 4 + 2 * 16);
        assertThat(read.network().graph().tensors().stream().map(ParameterTensor::name))
                .containsExactly("wte.weight", "h.0.w.weight", "h.1.w.weight");
        assertThat(read.network().graph().output().dimensions()).containsExactly(1, 3, 7);
        assertThat(read.tokens()).isTrue();
    }

    @Test
    void matricesAndBiasesAloneAreAChain() {
        Path file = tensors(tensor("0.weight", 5, 3), tensor("0.bias", 5), tensor("2.weight", 2, 5));
        ImportedNetwork read =
                NetworkImport.read(file, ImportOptions.defaults().withActivations(List.of(new Activation.Tanh())));
        assertThat(FullyConnected.recognize(read.network().graph()).reason()).isEmpty();
        assertThat(read.notes()).anyMatch(n -> n.contains("a chain of 2 dense layers"));
        assertThatThrownBy(() -> NetworkImport.read(file, ImportOptions.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("says no activations");
    }

    @Test
    void tensorsThatAreNoChainNeedAnArchitecture() {
        assertThatThrownBy(() -> NetworkImport.read(
                        LayerOracle.file("lenet.safetensors"),
                        ImportOptions.defaults().withActivations(List.of(new Activation.Tanh()))))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("which is no matrix and no bias");
    }

    /** Tensors with a length of 0 come from networks that were pruned or saved half made. */
    @Test
    void aTensorWithoutNumbersIsNamed() {
        Path file = tensors(tensor("a.weight", 0, 3), tensor("b.weight", 2, 0));
        ImportOptions tanh = ImportOptions.defaults().withActivations(List.of(new Activation.Tanh()));
        assertThatThrownBy(() -> NetworkImport.read(file, tanh))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("the tensor 'a.weight' of the shape [0, 3], which holds no numbers");
        assertThatThrownBy(() -> build(file, "{\"input\":[3],\"ignore\":[\"a.*\"],\"layers\":[{\"linear\":\"b\"}]}"))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("the tensor 'b.weight' of the shape [2, 0], which holds no numbers");
    }

    /** The shape of a sample is in the file or is given; given twice it must be the same. */
    @Test
    void theShapeOfASampleIsInTheFileOrGiven() throws IOException {
        Path file = tensors(tensor("a.weight", 2, 3));
        Path open = Files.writeString(folder.resolve("open.json"), "{\"layers\":[{\"linear\":\"a\"}]}");
        ImportOptions options = ImportOptions.defaults().withArchitecture(open);
        assertThat(NetworkImport.read(file, options.withInputShape(List.of(3))).inputShape())
                .containsExactly(3);
        Path said = Files.writeString(
                folder.resolve("said.json"), "{\"input\":[3],\"layers\":[{\"linear\":\"a\"},{\"dropout\":0.5}]}");
        ImportOptions both = ImportOptions.defaults().withArchitecture(said);
        assertThat(NetworkImport.read(file, both.withInputShape(List.of(3))).inputShape())
                .containsExactly(3);
        assertThatThrownBy(() -> NetworkImport.read(file, both.withInputShape(List.of(1, 3))))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("input is [3], and [1, 3] was given");
    }

    /** Dropout does nothing to a network that is evaluated, however it is written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"dropout\"",
                "{\"dropout\":0.5}",
                "{\"dropout\":true,\"p\":0.1}",
                "{\"dropout\":null}",
                "{\"dropout\":{\"p\":0.5}}"
            })
    void dropoutIsNoLayerOfAnEvaluatedNetwork(String dropout) throws IOException {
        Path file = tensors(tensor("a.weight", 2, 3));
        ImportedNetwork read = build(file, "{\"input\":[3],\"layers\":[" + dropout + ",{\"linear\":\"a\"}]}");
        assertThat(read.network().graph().nodes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"layers\":[]}|input is missing",
                "{\"input\":[0],\"layers\":[]}|input has the dimension 0",
                "{\"input\":[3]}|is no architecture",
                "{\"input\":[3],\"layers\":[],\"layer\":[]}|has the field 'layer'",
                "{\"input\":[3],\"layers\":[\"linaer\"]}|layers[0] is \"linaer\"; known words are",
                "{\"input\":[3],\"layers\":[{\"linear\":\"a\",\"biass\":true}]}|has the setting 'biass'",
                "{\"input\":[4],\"layers\":[{\"linear\":\"a\"}]}|has 3 inputs by 'a.weight' and gets the shape 1×4",
                "{\"input\":[3],\"layers\":[{\"linear\":\"b\"}]}|needs the tensor 'b.weight', which the file does not have",
                "{\"input\":[3],\"layers\":[\"relu\"]}|no layer uses 1 tensors of the file: a.weight",
                "{\"input\":[3],\"layers\":[{\"repeat\":0,\"layers\":[]}]}|repeats 0 times",
                "{\"input\":[3],\"layers\":[{\"maxpool\":-1}]}|layers[0] (maxpool)",
                "{\"input\":[3],\"input\":[4],\"layers\":[]}|is no JSON",
            })
    void wrongArchitecturesAreRefused(String architecture, String problem) {
        Path file = tensors(tensor("a.weight", 2, 3));
        assertThatThrownBy(() -> build(file, architecture))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(problem);
    }
}
