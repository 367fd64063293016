package io.github.fisherscope.formats.tensors;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.formats.LayerOracle;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.ImportedNetwork;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.TensorFile;
import io.github.fisherscope.formats.onnx.OnnxNetwork;
import io.github.fisherscope.formats.safetensors.SafetensorsFile;
import io.github.fisherscope.formats.torch.TorchFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tensors of safetensors and torch files, against those of the ONNX file of the same network. */
class TensorFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lenet", "convgroups", "resblock", "embedrms", "transformer"})
    void threeFormatsHoldTheSameNumbers(String name) {
        ImportedNetwork onnx = OnnxNetwork.read(LayerOracle.file(name + ".onnx"), ImportOptions.defaults());
        TensorFile safe = SafetensorsFile.read(LayerOracle.file(name + ".safetensors"));
        TensorFile torch = TorchFile.read(LayerOracle.file(name + ".pt"));
        assertThat(torch.tensors().keySet())
                .containsExactlyElementsOf(safe.tensors().keySet());
        for (ParameterTensor parameter : onnx.network().graph().tensors()) {
            StoredTensor a = Objects.requireNonNull(safe.tensors().get(parameter.name()));
            StoredTensor b = Objects.requireNonNull(torch.tensors().get(parameter.name()));
            double[] expected = onnx.network().values(parameter).toArray();
            assertThat(a.dimensions()).isEqualTo(parameter.shape().dimensions()).isEqualTo(b.dimensions());
            assertThat(a.values().get()).containsExactly(expected);
            assertThat(b.values().get()).containsExactly(expected);
        }
    }

    @Test
    void whatIsWrittenIsReadBackBitForBit() {
        Path file = folder.resolve("tensors.safetensors");
        StoredTensor first = new StoredTensor("a", List.of(2, 2), () -> new double[] {0.1, -0.0, 1e-310, Math.PI});
        StoredTensor second = new StoredTensor("b \"quoted\"", List.of(), () -> new double[] {7});
        SafetensorsFile.write(file, List.of(first, second));
        TensorFile read = SafetensorsFile.read(file);
        assertThat(read.tensors().keySet()).containsExactly("a", "b \"quoted\"");
        assertThat(Objects.requireNonNull(read.tensors().get("a")).values().get())
                .containsExactly(0.1, -0.0, 1e-310, Math.PI);
        assertThat(Objects.requireNonNull(read.tensors().get("b \"quoted\"")).dimensions())
                .isEmpty();
    }
}
