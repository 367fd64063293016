package io.github.fisherscope.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.model.ImportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are damaged or made to do harm: one line that names the file, and nothing large is allocated. */
class HostileOnnxTest {
    private static final int DOUBLE = 11;

    @TempDir
    private Path folder;

    private void refused(byte[] content, String problem) {
        Path file = ModelBytes.write(folder, content);
        assertThatThrownBy(() -> OnnxNetwork.read(file, ImportOptions.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(problem)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    private static ModelBytes sound() {
        return new ModelBytes()
                .input("x", -1, 2)
                .tensor("w", List.of(2, 1), 1, 2)
                .node("MatMul", List.of("x", "w"), "f")
                .output("f");
    }

    @Test
    void everyCutIsRefused() {
        byte[] whole = sound().build();
        for (int length = 1; length < whole.length; length++) {
            Path file = ModelBytes.write(folder, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> OnnxNetwork.read(file, ImportOptions.defaults()))
                    .isInstanceOf(InputFileException.class);
        }
    }

    @Test
    void everyChangedByteIsReadOrRefused() {
        byte[] whole = sound().build();
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            for (int bit : new int[] {1, 4, 7}) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) (1 << bit);
                try {
                    OnnxNetwork.read(ModelBytes.write(folder, changed), ImportOptions.defaults());
                } catch (InputFileException e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length);
    }

    @Test
    void lengthsThatLieAreRefused() {
        refused(
                ModelBytes.message(m -> {
                    ModelBytes.varint(m, (7 << 3) | 2);
                    ModelBytes.varint(m, Long.MAX_VALUE);
                }),
                "claims 9223372036854775807 bytes where 0 are left");
        refused(
                sound().raw("big", DOUBLE, new long[] {1 << 30, 1}, new byte[8]).build(),
                "has 1073741824 elements and holds 1");
        refused(
                sound().raw("huge", DOUBLE, new long[] {1 << 30, 1 << 30}, new byte[8])
                        .build(),
                "overflow");
        refused(sound().raw("odd", DOUBLE, new long[] {1}, new byte[7]).build(), "a fraction of one");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 1L << 40})
    void impossibleDimensionsAreRefused(long dimension) {
        refused(
                sound().raw("t", DOUBLE, new long[] {dimension}, new byte[8]).build(),
                "has the dimension " + dimension);
    }

    @Test
    void cyclesAndMissingValuesAreRefused() {
        refused(
                sound().node("Relu", List.of("b"), "a")
                        .node("Relu", List.of("a"), "b")
                        .build(),
                "node 'make a' takes 'b', which is made later or by itself");
        refused(sound().node("Relu", List.of("nothing"), "a").build(), "takes 'nothing', which nothing makes");
        refused(sound().node("Relu", List.of("x"), "f").build(), "two nodes make 'f'");
        refused(sound().tensor("w", List.of(1), 1).build(), "two tensors have the name 'w'");
    }

    @Test
    void aMillionNodesAreRefused() {
        ModelBytes model = sound();
        for (int i = 0; i < 250_000; i++) {
            model.node("Relu", List.of("x"), "r" + i);
        }
        refused(model.build(), "more than 200000 nodes");
    }

    @Test
    void constantsThatFillMemoryAreRefused() {
        refused(
                sound().integers("shape", 1L << 20, 1L << 20)
                        .node("ConstantOfShape", List.of("shape"), "huge")
                        .output("huge")
                        .build(),
                "outputs");
        refused(
                new ModelBytes()
                        .input("x", -1, 2)
                        .integers("shape", 1L << 20, 1L << 20)
                        .node("Expand", List.of("x", "shape"), "f")
                        .output("f")
                        .build(),
                "node 'make f' (Expand)");
        refused(
                new ModelBytes()
                        .input("x", -1, 2)
                        .integers("shape", 1L << 20, 1L << 20)
                        .node("ConstantOfShape", List.of("shape"), "c")
                        .node("Add", List.of("x", "c"), "f")
                        .output("f")
                        .build(),
                "node 'make c' (ConstantOfShape)");
    }

    @Test
    void externalDataIsRead() throws IOException {
        Files.write(
                folder.resolve("w.bin"),
                new byte[] {9, 9, 9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, -16, 63, 0, 0, 0, 0, 0, 0, 0, 64});
        ModelBytes model = new ModelBytes()
                .input("x", -1, 2)
                .external("w", new long[] {2, 1}, "w.bin", "8", "16")
                .node("MatMul", List.of("x", "w"), "f")
                .output("f");
        assertThat(OnnxNetwork.read(model.write(folder), ImportOptions.defaults())
                        .network()
                        .parameters()
                        .toArray())
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../secret.bin|0|16|outside the folder",
                "/etc/passwd|0|16|outside the folder",
                "sub/../../secret.bin|0|16|outside the folder",
                "|0|16|outside the folder",
                "link.bin|0|16|a link that leaves the folder",
                "missing.bin|0|16|does not exist",
                "w.bin|9|16|claims 16 bytes from 9 on in 'w.bin', which has 24",
                "w.bin|-8|16|has the offset '-8'",
                "w.bin|0|1e3|has the length '1e3'",
                "w.bin|0|8|has 2 elements and holds 1"
            })
    void externalDataStaysInItsFolder(String line) throws IOException {
        String[] parts = line.split("\\|", -1);
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.write(folder.resolve("secret.bin"), new byte[16]);
        Files.write(inner.resolve("w.bin"), new byte[24]);
        Files.createSymbolicLink(inner.resolve("link.bin"), folder.resolve("secret.bin"));
        ModelBytes model = new ModelBytes()
                .input("x", -1, 2)
                .external("w", new long[] {2, 1}, parts[0], parts[1], parts[2])
                .node("MatMul", List.of("x", "w"), "f")
                .output("f");
        assertThatThrownBy(() -> OnnxNetwork.read(model.write(inner), ImportOptions.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining(parts[3]);
    }
}
