package io.github.fisherscope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.io.NpzFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Every command that takes a file of weights says in its result how the file was understood, in the same fields. */
class GivenNetworkTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void write() {
        NpzFile.write(
                folder.resolve("net.npz"),
                Map.of(
                        "W1", NpyArray.of(new double[] {0.5, -1, 2, 0.3, 1, 1, -0.2, 0.4}, 4, 2),
                        "b1", NpyArray.of(new double[] {0.1, 0, -0.1, 0.2}, 4),
                        "W2", NpyArray.of(new double[] {1, -1, 0.5, 2}, 1, 4),
                        "epoch", NpyArray.of(new double[] {7}, 1)));
        NpzFile.write(folder.resolve("data.npz"), Map.of("x", NpyArray.of(new double[] {1, 2, 0, 1, -1, 3}, 3, 2)));
    }

    private JsonNode network(String line) {
        Run run = Run.of(
                Run.split(line + " --network @/net.npz --activation relu --ignore-arrays epoch --json -", folder));
        assertThat(run.code()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out()).at("/network");
    }

    @Test
    void theReadingIsTheSameEverywhere() {
        JsonNode spectrum = network("spectrum --data @/data.npz");
        assertThat(spectrum.at("/reading/arrays").toString()).isEqualTo("[\"W1\",\"b1\",\"W2\"]");
        assertThat(spectrum.at("/reading/activationSource").asString()).isEqualTo("given");
        assertThat(spectrum.at("/reading/layerActivations").toString()).isEqualTo("[\"relu\",\"identity\"]");
        assertThat(spectrum.at("/reading/layersWithBias").asInt()).isEqualTo(1);
        assertThat(spectrum.at("/reading/ignoredArrays").toString()).isEqualTo("[\"epoch\"]");

        assertThat(network("estimate --data @/data.npz --draws 2,3 --repetitions 2"))
                .isEqualTo(spectrum);
        JsonNode theory = network("theory");
        for (String field : new String[] {"source", "sha256", "reading"}) {
            assertThat(theory.get(field)).as(field).isEqualTo(spectrum.get(field));
        }
    }

    /** Tensors without layers: the chain and its activation are decided, and said on the terminal and in the result. */
    @Test
    void aFileOfTensorsSaysWhatWasDecided() throws IOException {
        String header = "{\"0.weight\":{\"dtype\":\"F64\",\"shape\":[3,2],\"data_offsets\":[0,48]},"
                + "\"1.weight\":{\"dtype\":\"F64\",\"shape\":[1,3],\"data_offsets\":[48,72]}}";
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length() + 72).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 9; i++) {
            bytes.putDouble(0.5 * i - 1);
        }
        Files.write(folder.resolve("net.safetensors"), bytes.array());
        String line = "spectrum --network @/net.safetensors --data @/data.npz";

        Run undecided = Run.of(Run.split(line + " --json -", folder));
        assertThat(undecided.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(undecided.err()).contains("(--activation)");

        Run decided = Run.of(Run.split(line + " --activation softplus --out @/out --json @/out.json", folder));
        assertThat(decided.out())
                .contains("in the order of the file is assumed", "2-3-1, without biases; softplus (from --activation)");
        JsonNode reading =
                new ObjectMapper().readTree(folder.resolve("out.json").toFile()).at("/network/reading");
        assertThat(reading.at("/arrays").toString()).isEqualTo("[\"0.weight\",\"1.weight\"]");
        assertThat(reading.at("/layerActivations").toString()).isEqualTo("[\"softplus\",\"identity\"]");
        assertThat(reading.at("/activationSource").asString()).isEqualTo("given");
        assertThat(reading.at("/notes").toString()).contains("in the order of the file is assumed");
        assertThat(reading.at("/orientation").isNull()).isTrue();
    }

    /** A preset and an architecture say all layers; what else is said of a file is refused by name, not ignored. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--activation relu",
                "--orientation fan-in-fan-out",
                "--ignore-arrays w",
                "--input-shape 3",
                "--network-output y",
                "--keep-softmax",
                "--freeze w",
                "--parameters w",
                "--architecture lenet"
            })
    void inspectOfAnArchitectureRefusesWhatItHasNoUseFor(String option) {
        Run run = Run.of(Run.split("inspect lenet " + option, folder));
        assertThat(run.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains(option.split(" ")[0], "lenet", "leave it out");
        assertThat(Run.of("inspect", "lenet").code()).isZero();
    }

    @Test
    void readingKeepsToTheMemoryThatItMayTake() {
        String compare =
                "compare-networks @/net.npz @/net.npz --activation relu --ignore-arrays epoch --data @/data.npz";
        for (String line : List.of("inspect @/net.npz --activation relu --ignore-arrays epoch", compare)) {
            Run small = Run.of(Run.split(line + " --memory 100m", folder));
            assertThat(small.code()).isEqualTo(ExitCode.OUT_OF_MEMORY);
            assertThat(small.err()).contains("--memory 100m", "reading the files takes");
            assertThat(Run.of(Run.split(line + " --memory 1g", folder)).code()).isZero();
        }
    }

    @Test
    void theoryOfAGivenNetworkStatesWhatItAssumes() {
        Run run = Run.of(Run.split(
                "theory --network @/net.npz --activation relu --ignore-arrays epoch --data @/data.npz --json -",
                folder));
        JsonNode theory = new ObjectMapper().readTree(run.out());
        assertThat(theory.at("/applies").asBoolean()).isFalse();
        assertThat(failed(theory)).contains("random-weights", "independent-inputs", "layers-alike");
    }

    /** Every relative error of a zero matrix is 0/0 in a formula; it is no error, and JSON has no NaN. */
    @Test
    void anEstimateOfAZeroMatrixHasNoError() {
        NpzFile.write(
                folder.resolve("zero.npz"),
                Map.of("W1", NpyArray.of(new double[8], 4, 2), "W2", NpyArray.of(new double[4], 1, 4)));
        String line = "estimate --network @/zero.npz --activation relu --data @/data.npz --draws 2,3 --repetitions 2";
        Run run = Run.of(Run.split(line, folder));
        assertThat(run.out())
                .contains("The matrix is zero, and so is every estimate of it.")
                .doesNotContain("NaN");
        assertThat(Run.of(Run.split(line + " --json -", folder)).out()).doesNotContain("NaN");
    }

    @Test
    void aLatexTableOfAGivenNetworkHasNoSymbolsThatLatexLacks() {
        Run run = Run.of(Run.split(
                "spectrum --network @/net.npz --activation relu --ignore-arrays epoch --data @/data.npz --format tex --out @/r",
                folder));
        assertThat(run.out()).contains("\\toprule", "learning-rate bound").matches("[\\x00-\\x7f]*");
    }

    @Test
    void theoryOfAnotherLikelihoodSaysThatItsFormulasAreNotForIt() {
        Run run = Run.of("theory", "--widths", "4,5,2", "--likelihood", "categorical", "--json", "-");
        JsonNode theory = new ObjectMapper().readTree(run.out());
        assertThat(theory.at("/applies").asBoolean()).isFalse();
        assertThat(failed(theory)).contains("gaussian-exact");
    }

    private static String failed(JsonNode theory) {
        StringBuilder names = new StringBuilder();
        theory.at("/conditions").forEach(c -> {
            if (!c.get("holds").asBoolean()) {
                names.append(c.get("name").asString()).append(' ');
            }
        });
        return names.toString();
    }
}
