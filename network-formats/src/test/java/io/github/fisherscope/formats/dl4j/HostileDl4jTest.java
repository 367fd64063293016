package io.github.fisherscope.formats.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.formats.NetworkImport;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of DL4J that are damaged or lie: one line, and nothing else. */
@Timeout(60)
class HostileDl4jTest {
    private static final int CHANGES = 200;
    private static final String DENSE = "{\"@class\":\"org.deeplearning4j.nn.conf.layers.DenseLayer\",\"nin\":1,"
            + "\"nout\":2,\"activationFn\":{\"@class\":\"a.ActivationTanH\"}}";

    @TempDir
    private Path folder;

    private static String stack(String... layers) {
        return "{\"confs\":["
                + String.join(
                        ",",
                        Arrays.stream(layers).map(l -> "{\"layer\":" + l + "}").toList())
                + "]}";
    }

    private static byte[] coefficients(String allocation, long shape, String type, long claimed, int stored)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            boolean older = !allocation.equals("MIXED_DATA_TYPES");
            out.writeUTF(allocation);
            if (older) {
                out.writeInt((int) shape);
            } else {
                out.writeLong(shape);
            }
            out.writeUTF(older ? "INT" : "LONG");
            for (int i = 0; i < Math.min(shape, 100); i++) {
                out.write(new byte[older ? 4 : 8]);
            }
            out.writeUTF(allocation);
            if (older) {
                out.writeInt((int) claimed);
            } else {
                out.writeLong(claimed);
            }
            out.writeUTF(type);
            for (int i = 0; i < stored; i++) {
                out.writeFloat(i);
            }
        }
        return bytes.toByteArray();
    }

    private Path zip(String configuration, byte[] coefficients) throws IOException {
        return zip(Map.of(
                "configuration.json",
                configuration.getBytes(StandardCharsets.UTF_8),
                "coefficients.bin",
                coefficients));
    }

    private Path zip(Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve("network.zip");
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

    private static void readOrRefused(Path file, String shape) {
        Throwable thrown = catchThrowable(() -> NetworkImport.read(file, Dl4jNetworkTest.options(shape)));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(InputFileException.class);
            assertThat(String.valueOf(thrown.getMessage()).lines()).hasSize(1);
        }
    }

    private static void refused(Path file, String... words) {
        assertThatThrownBy(() -> NetworkImport.read(file, Dl4jNetworkTest.options("")))
                .isInstanceOf(InputFileException.class)
                .hasMessageContainingAll(words);
    }

    @ParameterizedTest
    @CsvSource({"dense, ''", "cnn, 2x8x7", "flat, ''", "graph, 2x6x6"})
    void changedAndCutFilesAreReadOrRefusedInOneLine(String name, String shape) throws IOException {
        byte[] sound = Files.readAllBytes(Dl4jNetworkTest.file(name));
        Random random = new Random(7);
        Path file = folder.resolve(name + ".zip");
        for (int i = 0; i < CHANGES; i++) {
            byte[] bytes = sound.clone();
            if (i % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int k = 0; k < 1 + i % 4; k++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            }
            Files.write(file, bytes);
            readOrRefused(file, shape);
        }
    }

    /** Changes inside the entries, which the checksums of a zip file would catch otherwise. */
    @ParameterizedTest
    @CsvSource({"dense, ''", "cnn, 2x8x7", "graph, 2x6x6"})
    void changedConfigurationsAndNumbersAreReadOrRefusedInOneLine(String name, String shape) throws IOException {
        Random random = new Random(11);
        try (ZipFile sound = new ZipFile(Dl4jNetworkTest.file(name).toFile())) {
            byte[] configuration =
                    sound.getInputStream(sound.getEntry("configuration.json")).readAllBytes();
            byte[] numbers =
                    sound.getInputStream(sound.getEntry("coefficients.bin")).readAllBytes();
            for (int i = 0; i < CHANGES; i++) {
                byte[] changed = configuration.clone();
                byte[] other = numbers.clone();
                for (int k = 0; k < 1 + i % 3; k++) {
                    changed[random.nextInt(changed.length)] = (byte) "0129-{[]},:\"a\\".charAt(random.nextInt(14));
                    if (i % 4 == 0) {
                        other[random.nextInt(100)] = (byte) random.nextInt(256);
                    }
                }
                readOrRefused(zip(new String(changed, StandardCharsets.UTF_8), other), shape);
            }
        }
    }

    @Test
    void refusesLengthsThatLie() throws IOException {
        refused(
                zip(stack(DENSE), coefficients("MIXED_DATA_TYPES", 6, "FLOAT", 1L << 60, 4)),
                "claims 1152921504606846976");
        refused(zip(stack(DENSE), coefficients("MIXED_DATA_TYPES", 1L << 40, "FLOAT", 4, 4)), "claims 1099511627776");
        refused(zip(stack(DENSE), coefficients("MIXED_DATA_TYPES", -1, "FLOAT", 4, 4)), "claims -1 entries");
        refused(zip(stack(DENSE), coefficients("DIRECT", 8, "FLOAT", -4, 4)), "claims -4 coefficients");
        refused(zip(stack(DENSE), coefficients("HEAP", 8, "INT", 4, 4)), "of the type 'INT'");
        refused(zip(stack(DENSE), coefficients("OWN\nWAY", 8, "INT", 4, 4)), "allocated by 'OWN?WAY'");
        refused(zip(stack(DENSE), coefficients("DIRECT", 8, "FLOAT", 3, 3)), "3 coefficients, too few for '0_b'");
        refused(zip(stack(DENSE), coefficients("DIRECT", 8, "FLOAT", 5, 5)), "1 more than its layers take");
        refused(
                zip(
                        stack(DENSE.replace(":2", ":2000000000").replace(":1", ":2000000000")),
                        coefficients("DIRECT", 8, "FLOAT", 4, 4)),
                "layer '0' (DenseLayer)");
    }

    @Test
    void readsTheLengthsOfOlderWaysOfAllocating() throws IOException {
        Path file = zip(stack(DENSE), coefficients("DIRECT", 8, "FLOAT", 4, 4));
        assertThat(NetworkImport.read(file, Dl4jNetworkTest.options(""))
                        .network()
                        .parameters()
                        .toArray())
                .containsExactly(0, 1, 2, 3);
    }

    @Test
    void refusesAZipBomb() throws IOException {
        refused(zip(Map.of("configuration.json", new byte[200 << 20])), "claims to unpack to 209715200");
    }

    @Test
    void namesAllLayersThatAreNotRead() throws IOException {
        String lstm = "{\"@class\":\"org.deeplearning4j.nn.conf.layers.LSTM\",\"layerName\":\"a\"}";
        String own = "{\"@class\":\"my.Own\",\"layerName\":\"b\"}";
        refused(zip(stack(lstm, DENSE, own), coefficients("DIRECT", 8, "FLOAT", 4, 4)), "LSTM ('a')", "Own ('b')");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"confs\":[]}",
                "{\"confs\":[{}]}",
                "{\"confs\":[{\"layer\":{\"dense\":{}}}]}",
                "{\"vertices\":{}}",
                "{\"vertices\":{},\"networkInputs\":[\"a\"],\"networkOutputs\":[\"a\"],\"topologicalOrderStr\":[\"a\"]}",
                "{\"vertices\":{\"b\":{\"@class\":\"x.ScaleVertex\"}},\"networkInputs\":[\"a\"],\"networkOutputs\":[\"b\"],"
                        + "\"vertexInputs\":{\"b\":[\"b\"]},\"topologicalOrderStr\":[\"b\"]}"
            })
    void refusesConfigurationsWithoutANetwork(String configuration) throws IOException {
        Path file = zip(configuration, coefficients("DIRECT", 8, "FLOAT", 4, 4));
        assertThatThrownBy(() -> NetworkImport.read(file, Dl4jNetworkTest.options("3")))
                .isInstanceOf(InputFileException.class);
    }
}
