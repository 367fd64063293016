package io.github.fisherscope.formats.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.formats.model.ImportOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of Keras that are damaged or lie: one line, and nothing else. */
@Timeout(60)
class HostileKerasTest {
    private static final int CHANGES = 150;

    @TempDir
    private Path folder;

    private static void refused(Path file) {
        Throwable thrown = catchThrowable(() -> NetworkImport.read(file, ImportOptions.defaults()));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(InputFileException.class);
            assertThat(String.valueOf(thrown.getMessage()).lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn.h5", "functional.keras", "tokens.h5"})
    void changedAndCutFilesAreReadOrRefusedInOneLine(String name) throws IOException {
        byte[] sound = Files.readAllBytes(KerasNetworkTest.file(name));
        Random random = new Random(7);
        Path file = folder.resolve(name);
        for (int i = 0; i < CHANGES; i++) {
            byte[] bytes = sound.clone();
            if (i % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int k = 0; k < 1 + i % 4; k++) {
                    bytes[random.nextInt(i % 2 == 0 ? 4000 : bytes.length)] = (byte) random.nextInt(256);
                }
            }
            Files.write(file, bytes);
            refused(file);
        }
    }

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }

    @Test
    void refusesAZipBomb() throws IOException {
        Path bomb = zip("bomb.keras", Map.of("config.json", new byte[200 << 20]));
        assertThatThrownBy(() -> NetworkImport.read(bomb, ImportOptions.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("claims to unpack to 209715200");
    }

    @Test
    void namesAllLayersThatAreNotRead() throws IOException {
        String config = "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[{\"class_name\":\"LSTM\",\"config\":"
                + "{\"name\":\"a\"}},{\"class_name\":\"Lambda\",\"config\":{\"name\":\"b\"}}]}}";
        Path file = zip(
                "lstm.keras",
                Map.of(
                        "config.json", config.getBytes(StandardCharsets.UTF_8),
                        "metadata.json", "{}".getBytes(StandardCharsets.UTF_8),
                        "model.weights.h5", Files.readAllBytes(KerasNetworkTest.file("tokens.h5"))));
        assertThatThrownBy(() -> NetworkImport.read(file, ImportOptions.defaults()))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("LSTM ('a')")
                .hasMessageContaining("Lambda ('b')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"class_name\":\"Sequential\",\"config\":{\"layers\":[]}}",
                "[]",
                "{",
                "{\"class_name\":\"Own\"}"
            })
    void refusesConfigurationsWithoutANetwork(String config) throws IOException {
        Path file = zip(
                "empty.keras",
                Map.of(
                        "config.json", config.getBytes(StandardCharsets.UTF_8),
                        "metadata.json", "{}".getBytes(StandardCharsets.UTF_8),
                        "model.weights.h5", Files.readAllBytes(KerasNetworkTest.file("tokens.h5"))));
        assertThatThrownBy(
                        () -> NetworkImport.read(file, ImportOptions.defaults().withInputShape(List.of(3))))
                .isInstanceOf(InputFileException.class);
    }
}
