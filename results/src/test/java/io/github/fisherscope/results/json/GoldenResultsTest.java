package io.github.fisherscope.results.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.ResultFile;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The golden results of both versions, read, written again and damaged. */
class GoldenResultsTest {
    private static final Path GOLDEN =
            Path.of("..", "reports", "src/test/resources/io/github/fisherscope/reports/json");
    private static final JsonMapper TREES = JsonMapper.builder().build();

    private static String golden(String name) throws IOException {
        return Files.readString(GOLDEN.resolve(name + ".result.json"));
    }

    private static ObjectNode tree(String name) throws IOException {
        return (ObjectNode) TREES.readTree(golden(name));
    }

    /** What is written is what was read, entry by entry, and the digests. */
    @Test
    void writingGivesBackTheFile() throws IOException {
        SpectrumResult result = ResultJson.read(golden("tanh-ten-outputs"));
        ObjectNode written = (ObjectNode) TREES.readTree(ResultJson.write(result));
        written.remove(ContentDigest.FIELD); // the file is older
        assertThat(written).isEqualTo(tree("tanh-ten-outputs"));
        assertThat(ResultJson.read(ResultJson.write(result))).isEqualTo(result);
    }

    /** A result of version 1 keeps its numbers; the next reading is of version 2. */
    @Test
    void versionOneKeepsItsNumbers() throws IOException {
        JsonNode old = tree("version-1");
        SpectrumResult result = ResultJson.read(golden("version-1"));
        JsonNode again = TREES.readTree(ResultJson.write(result));
        assertThat(again.get("schema").asString()).isEqualTo("fisherscope/result/2");
        for (String number : List.of("mean", "secondMoment", "max", "topMean", "top", "count", "rank")) {
            assertThat(again.get("spectrum").get(number))
                    .as(number)
                    .isEqualTo(old.get("spectrum").get(number));
        }
        assertThat(again.get("network").get("parameters"))
                .isEqualTo(old.get("network").get("parameters"));
        assertThat(again.get("data").get("samples")).isEqualTo(old.get("data").get("samples"));
    }

    /** Each section that is taken away or made a text is missed by its name; nothing is read halfway. */
    @ParameterizedTest
    @ValueSource(strings = {"provenance", "network", "data", "fisher", "spectrum"})
    void aDamagedSectionIsNamed(String section) throws IOException {
        ObjectNode without = tree("tanh-ten-outputs");
        without.remove(section);
        ObjectNode text = tree("tanh-ten-outputs").put(section, "none");
        for (ObjectNode damaged : List.of(without, text)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ResultJson.read(TREES.writeValueAsString(damaged)))
                    .withMessageContaining(section);
        }
    }

    /** Every number of the spectrum is needed, and is a number. */
    @ParameterizedTest
    @ValueSource(strings = {"mean", "secondMoment", "max", "count", "top"})
    void aDamagedNumberIsNamed(String number) throws IOException {
        ObjectNode text = tree("tanh-ten-outputs");
        ((ObjectNode) text.get("spectrum")).put(number, "many");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(TREES.writeValueAsString(text)))
                .withMessageContaining(number);
    }

    /** Two places that tell the same number must agree. */
    @Test
    void numbersThatDisagreeAreRefused() throws IOException {
        ObjectNode changed = tree("tanh-ten-outputs");
        ObjectNode row = (ObjectNode) changed.get("comparison").get(0);
        double measured = row.get("measured").asDouble();
        row.put("measured", measured * (1 + 1e-6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(TREES.writeValueAsString(changed)))
                .withMessageContaining("comparison[0].ratio");
    }

    @Test
    void otherFilesAreRefused(@TempDir Path folder) throws IOException {
        for (String text : List.of("[]", "{}", "{\"schema\": \"fisherscope/result/3\"}", "{\"schema\": 2}")) {
            Path file = Files.writeString(folder.resolve("other.json"), text);
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> ResultJson.read(file))
                    .withMessageContaining("other.json");
        }
        assertThat(TREES.readTree(ResultJson.schema()).get("$schema").asString())
                .contains("2020-12");
    }

    /** Eigenvalues lie beside the result, and belong to it. */
    @Test
    void eigenvaluesOfAnotherRunAreRefused(@TempDir Path folder) throws IOException {
        ObjectNode named = tree("tanh-ten-outputs");
        ((ObjectNode) named.get("spectrum")).put("file", "eigenvalues.npy");
        Files.writeString(folder.resolve("result.json"), TREES.writeValueAsString(named));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFile.read(folder))
                .withMessageContaining("not in the same folder");
        int count = named.get("spectrum").get("count").asInt();
        double[] values = ofTheMean(named, count);
        NpyFile.write(folder.resolve("eigenvalues.npy"), values, count);
        assertThat(ResultFile.read(folder).spectrum().eigenvalues().get(0)).isEqualTo(values[0]);
        values[0] *= 2;
        NpyFile.write(folder.resolve("eigenvalues.npy"), values, count);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFile.read(folder.resolve("result.json")))
                .withMessageContaining("eigenvalues.npy holds " + count);
    }

    /** A last digit in the middle of the file moves no sum that anybody could check; the digest sees it. */
    @Test
    void oneDigitOfOneEigenvalueIsSeen(@TempDir Path folder) throws IOException {
        int count = tree("tanh-ten-outputs").get("spectrum").get("count").asInt();
        double[] values = ofTheMean(tree("tanh-ten-outputs"), count);
        SpectrumResult result = ResultJson.read(golden("tanh-ten-outputs"))
                .withEigenvalues(RealVector.of(values))
                .withEigenvalueFile("eigenvalues.npy");
        Files.writeString(folder.resolve("result.json"), ResultJson.write(result));
        NpyFile.write(folder.resolve("eigenvalues.npy"), values, count);
        assertThat(ResultFile.read(folder)).isEqualTo(result);
        values[count - 1] = Math.nextDown(values[count - 1]);
        NpyFile.write(folder.resolve("eigenvalues.npy"), values, count);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultFile.read(folder))
                .withMessageContaining("eigenvalues.npy")
                .withMessageContaining("digest.eigenvalues");
    }

    /** Returns the largest eigenvalues of a result and others, all alike, that make up for its trace. */
    private static double[] ofTheMean(ObjectNode result, int count) {
        var top = result.get("spectrum").get("top");
        double rest = result.get("spectrum").get("mean").asDouble()
                * result.get("network").get("parameters").asDouble();
        for (int i = 0; i < top.size(); i++) {
            rest -= top.get(i).asDouble();
        }
        double[] values = new double[count];
        Arrays.fill(values, rest / (count - top.size()));
        for (int i = 0; i < top.size(); i++) {
            values[i] = top.get(i).asDouble();
        }
        return values;
    }
}
