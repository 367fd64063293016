package io.github.fisherscope.results.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ContentDigestTest {
    private static final Path GOLDEN = Path.of(
            "..", "reports", "src/test/resources/io/github/fisherscope/reports/json/tanh-ten-outputs.result.json");
    private static final JsonMapper TREES = JsonMapper.builder().build();

    /** Made by the Python of docs/decisions/0026-digests-of-content.md, with Python 3.11. */
    private static final Map<String, String> OF_PYTHON = Map.of(
            "schema", "449bcf4ef0934f07",
            "title", "38d179d60fa1d7cd",
            "numbers", "34be89dc57fe1105",
            "nested", "4920028d3bdac425");

    private static final String DOCUMENT = """
            {
              "schema" : "fisherscope/oracle/1",
              "title" : "π ≈ 3, \\"quoted\\"",
              "numbers" : [ 0, -0.0, 1, 1.0, 1.5E-300, 0.1, 123456789, 9007199254740993, -9223372036854775808 ],
              "nested" : { "b" : null, "a" : [ true, false, { } ] }
            }""";

    private static SpectrumResult sample() throws IOException {
        return ResultJson.read(Files.readString(GOLDEN)); // which has no digests
    }

    @Test
    void theDigestsAreThoseOfAnotherProgram() {
        JsonNode digests = StrictJson.parse(ContentDigest.added(DOCUMENT, null)).get(ContentDigest.FIELD);

        assertThat(digests.size()).isEqualTo(OF_PYTHON.size());
        OF_PYTHON.forEach((field, digest) ->
                assertThat(digests.get(field).asString()).as(field).isEqualTo(digest));
    }

    @Test
    void aResultIsReadAsItWasWrittenAndInAnyOtherSpelling() throws IOException {
        SpectrumResult result = sample();
        String written = ResultJson.write(result);
        String anew = TREES.writeValueAsString(TREES.readTree(written)).replace("1.0,", "1,");

        assertThat(TREES.readTree(written).get(ContentDigest.FIELD).size()).isGreaterThan(15);
        assertThat(ResultJson.read(written)).isEqualTo(result);
        assertThat(anew).isNotEqualTo(written);
        assertThat(ResultJson.read(anew)).isEqualTo(result);
    }

    /** Each is one character. Whitespace is free, and without its name the digests are not found; all else is seen. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void everyDamagedCharacterIsSeen(int offset) throws IOException {
        SpectrumResult result = sample();
        byte[] written = ResultJson.write(result).getBytes(StandardCharsets.UTF_8);
        int unseen = 0;
        for (int i = 13 * offset; i < written.length; i += 65) {
            byte[] damaged = written.clone();
            damaged[i] ^= (byte) (1 << (i % 7));
            String text = new String(damaged, StandardCharsets.UTF_8);
            try {
                assertThat(ResultJson.read(text)).as("at %s", i).isEqualTo(result);
                unseen++;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).doesNotContain("io.github", "Exception", "tools.jackson");
            }
        }
        assertThat(unseen).isLessThan(written.length / 65 / 5); // blanks
    }

    @ParameterizedTest
    @CsvSource({"/spectrum, count", "/fisher, notes", "/learningRate, trained", "/provenance, seeds"})
    void theFieldThatChangedIsNamed(String section, String field) throws IOException {
        ObjectNode tree = (ObjectNode) TREES.readTree(ResultJson.write(sample()));
        ((ObjectNode) tree.at(section)).put(field + "X", 1);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(tree.toString()))
                .withMessageContaining("what stands in " + section.substring(1) + " does not agree")
                .withMessageContaining("remove the field \"digest\"");

        tree.remove(ContentDigest.FIELD);
        assertThatCode(() -> ResultJson.read(tree.toString())).doesNotThrowAnyException();
    }

    @Test
    void additionsAreFreeAndAFieldThatIsGoneIsNamed() throws IOException {
        ObjectNode tree = (ObjectNode) TREES.readTree(ResultJson.write(sample()));
        tree.put("myNote", "from Monday");
        assertThatCode(() -> ResultJson.read(tree.toString())).doesNotThrowAnyException();

        ((ObjectNode) tree.get(ContentDigest.FIELD)).put("myNote", "0000000000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(tree.toString()))
                .withMessageContaining("myNote");
        tree.remove("myNote");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(tree.toString()))
                .withMessageContaining("myNote is missing");
        tree.put(ContentDigest.FIELD, 5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(tree.toString()))
                .withMessageContaining("digest is 5");
    }

    @Test
    void documentsOfOthersHaveNone() {
        assertThat(JsonText.page(Map.of("a", 1))).doesNotContain(ContentDigest.FIELD);
        String ours = JsonText.page(Map.of("schema", "fisherscope/test/1"));
        assertThat(JsonText.read(ours, JsonNode.class, "test").has(ContentDigest.FIELD))
                .isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JsonText.read(ours.replace("test/1", "test/2"), JsonNode.class, "test"))
                .withMessageContaining("schema");
    }
}
