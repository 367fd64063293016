package io.github.fisherscope.reports.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ResultJsonTest {
    private static final SpectrumResult SAMPLE = SampleResults.tanhTenOutputs();
    private static final JsonMapper TREES = JsonMapper.builder().build();
    private static final JsonNode WHOLE = TREES.readTree(ResultJson.write(SAMPLE));
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(ResultJson.schema());

    @Test
    void readingGivesBackEveryNumberExactly() {
        SpectrumResult read = ResultJson.read(ResultJson.write(SAMPLE));

        assertThat(read).isEqualTo(SAMPLE.withEigenvalues(RealVector.empty()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 1.0 / 3, Double.MIN_VALUE, Double.MAX_VALUE, -0.0, 1e22, 123456789.12345679})
    void awkwardNumbersSurvive(double value) {
        SpectrumResult result = SampleResults.withFirstQ(SAMPLE, value);

        assertThat(ResultJson.read(ResultJson.write(result))).isEqualTo(result.withEigenvalues(RealVector.empty()));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatJsonCannotHoldIsRefusedAndNamed(double value) {
        SpectrumResult result = SampleResults.withFirstQ(SAMPLE, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.write(result))
                .withMessageContaining("/theory/orderParameters/q")
                .withMessageContaining(Double.toString(value));
    }

    @Test
    void theTextIsTheSameInEveryLocale() {
        String text = ResultJson.write(SAMPLE);
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(ResultJson.write(SampleResults.tanhTenOutputs())).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theSampleFollowsTheSchema() throws IOException {
        assertThat(violations(ResultJson.write(SAMPLE))).isEmpty();
    }

    @Test
    void theSchemaSeesAMissingPartAWrongTypeAndAnUnknownVerdict() throws IOException {
        String text = ResultJson.write(SAMPLE);

        assertThat(violations(text.replaceFirst("\"networks\" : 24", "\"networks\" : \"24\"")))
                .isNotEmpty();
        assertThat(violations(text.replaceFirst("\"verdict\" : \"AGREES\"", "\"verdict\" : \"PERHAPS\"")))
                .isNotEmpty();
        assertThat(violations(text.replaceFirst("\"title\"", "\"name\""))).isNotEmpty();
        assertThat(violations(text.replaceFirst("fisherscope/result/2", "fisherscope/result/1")))
                .isNotEmpty();
    }

    /** The schema allows additions, so this keeps it from lagging behind what is written. */
    @Test
    void everyKeyThatIsWrittenIsInTheSchema() {
        JsonNode schema = TREES.readTree(ResultJson.schema());
        TreeSet<String> unknown = new TreeSet<>();
        collectUnknown(TREES.readTree(ResultJson.write(SAMPLE)), schema, schema, "", unknown);

        assertThat(unknown).isEmpty();
    }

    @Test
    void theGoldenFileHoldsTheSameValues() throws IOException {
        Path golden = Path.of("src/test/resources/io/github/fisherscope/reports/json/tanh-ten-outputs.result.json");
        String text = ResultJson.write(SAMPLE);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(Objects.requireNonNull(golden.getParent()));
            Files.writeString(golden, text);
        }
        GoldenJson.assertSame(TREES.readTree(resource("tanh-ten-outputs.result.json")), TREES.readTree(text));
    }

    /** Written by the last program whose results were of version 1, where a predicted {@code max} was the outliers' level. */
    @Test
    void aResultOfVersionOneIsReadAsOneOfVersionTwo() throws IOException {
        String old = resource("version-1.result.json");
        JsonNode before = TREES.readTree(old);

        SpectrumResult read = ResultJson.read(old);

        GoldenJson.assertSame(
                TREES.readTree(resource("tanh-ten-outputs.result.json")), TREES.readTree(ResultJson.write(read)));
        assertThat(read.network().parameters())
                .isEqualTo(before.at("/network/parameters").longValue());
        assertThat(read.data().samples()).isEqualTo(before.at("/data/samples").intValue());
        assertThat(read.spectrum().max()).isEqualTo(before.at("/spectrum/max").doubleValue());
        assertThat(read.spectrum().mean()).isEqualTo(before.at("/spectrum/mean").doubleValue());
        assertThat(read.theory().topMean()).isEqualTo(before.at("/theory/max").doubleValue());
        assertThat(read.theory().max()).isEqualTo(before.at("/theory/firstMax").doubleValue());
    }

    /** The places that scripts rely on. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/network/parameters",
                "/spectrum/mean",
                "/spectrum/secondMoment",
                "/spectrum/max",
                "/spectrum/top",
                "/data/samples"
            })
    void whatScriptsReadKeepsItsPlace(String place) throws IOException {
        JsonNode before = TREES.readTree(resource("version-1.result.json"));

        assertThat(WHOLE.at(place).isMissingNode()).isFalse();
        GoldenJson.assertSame(before.at(place), WHOLE.at(place));
    }

    private String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{", "{}", "{\"schema\":\"fisherscope/result/9\"}", "42"})
    void whatIsNoResultIsRefusedInWords(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(text))
                .withMessageContaining("fisherscope/result/2");
    }

    @Test
    void keysOfALaterVersionAreIgnored() {
        String text = ResultJson.write(SAMPLE).replaceFirst("\\{", "{\"addedLater\": {\"x\": 1},");

        assertThat(ResultJson.read(text).title()).isEqualTo(SAMPLE.title());
    }

    private static String violations(String json) throws IOException {
        return SCHEMA.validate(new com.fasterxml.jackson.databind.ObjectMapper().readTree(json)).stream()
                .map(Object::toString)
                .collect(Collectors.joining("\n"));
    }

    private static void collectUnknown(
            JsonNode value, JsonNode schema, JsonNode root, String path, Set<String> unknown) {
        JsonNode resolved = resolve(schema, root);
        if (value.isObject()) {
            JsonNode properties = resolved.path("properties");
            for (var entry : value.properties()) {
                JsonNode known = properties.path(entry.getKey());
                if (known.isMissingNode()) {
                    known = resolved.path("additionalProperties");
                }
                if (known.isMissingNode()) {
                    unknown.add(path + "/" + entry.getKey());
                } else {
                    collectUnknown(entry.getValue(), known, root, path + "/" + entry.getKey(), unknown);
                }
            }
        } else if (value.isArray()) {
            for (JsonNode item : value) {
                collectUnknown(item, resolved.path("items"), root, path + "/*", unknown);
            }
        }
    }

    private static JsonNode resolve(JsonNode schema, JsonNode root) {
        JsonNode any = schema.path("anyOf").path(0);
        JsonNode reference = any.isMissingNode() ? schema : any;
        String name = reference.path("$ref").asString("");
        return name.isEmpty()
                ? reference
                : root.path("$defs")
                        .path(Stream.of(name.split("/")).reduce((a, b) -> b).orElseThrow());
    }

    /** Takes away each field of a whole result in turn, and puts each kind of value that does not belong there. */
    @Test
    void aMissingOrWrongFieldIsNamedByItsPath() {
        JsonNode whole = ((ObjectNode) WHOLE.deepCopy()).without("digest");
        List<List<String>> paths = new ArrayList<>();
        collect(whole, new ArrayList<>(), paths);
        assertThat(paths).hasSizeGreaterThan(200);
        int refused = 0;
        for (List<String> path : paths) {
            String name = String.join(".", path);
            refused += refusal(changed(path, null), name) ? 1 : 0;
            for (String wrong : List.of("[[]]", "\"text\"", "1e400", "2.5")) {
                refusal(changed(path, TREES.readTree(wrong)), name);
            }
        }
        assertThat(refused).as("fields without which nothing is read").isGreaterThan(100);
    }

    /** Numbers that contradict each other are those of a damaged file. */
    @ParameterizedTest
    @CsvSource({"network.parameters, 89", "spectrum.zeroFraction, 7", "spectrum.max, 4.5"})
    void numbersThatContradictOthersAreRefused(String path, String value) {
        String json = changed(List.of(path.split("\\.", -1)), TREES.readTree(value));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(json))
                .withMessageContaining(path.substring(path.indexOf('.') + 1));
    }

    /** Words that no version writes, and rows that say another number than the section they are taken from. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fisher.likelihood            | "laplace"         | fisher.likelihood is "laplace"; it must be one of gaussian, categorical
            fisher.form                  | "half"            | fisher.form is "half"
            fisher.labelExpectation      | ""                | fisher.labelExpectation is ""
            theory.weights               | "mine"            | theory.weights is "mine"
            network.biases               | "most"            | network.biases is "most"
            data.samples                 | 0                 | data.samples is 0; it must be 1 or greater
            comparison.0.measured        | 123.0             | comparison[0].ratio is
            comparison.0.ratio           | 7.0               | comparison[0].ratio is 7.0, but measured / predicted is
            comparison.0.predicted       | 1e300             | comparison[0].ratio is
            comparison.0.zScore          | 1e9               | comparison[0].zScore is
            comparison.0.statistic       | "secondMoment"    | comparison[0]
            spectrum.mean                | 77.0              | spectrum.mean
            spectrum.secondMoment        | 1e-7              | spectrum.secondMoment
            capacity.fisherRaoNorm.measured | 1e9            | capacity.fisherRaoNorm.measured
            """)
    void valuesThatContradictOthersAreNamed(String path, String value, String words) {
        String json = changed(List.of(path.split("\\.", -1)), TREES.readTree(value));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(json))
                .withMessageContaining(words);
    }

    private static boolean refusal(String json, String path) {
        try {
            ResultJson.read(json);
            return false;
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String field = path.contains(".") ? path.substring(path.lastIndexOf('.') + 1) : path;
            assertThat(message).as("refusal of %s", path).contains(field);
            assertThat(message).doesNotContain("java.", "tools.jackson", "fisherscope.reports");
            return true;
        }
    }

    private static void collect(JsonNode node, List<String> path, List<List<String>> into) {
        node.propertyStream().forEach(entry -> {
            List<String> at = new ArrayList<>(path);
            at.add(entry.getKey());
            into.add(at);
            collect(entry.getValue(), at, into);
        });
        if (node.isArray() && node.size() > 0 && node.get(0).isObject()) {
            List<String> at = new ArrayList<>(path);
            at.add("0");
            collect(node.get(0), at, into);
        }
    }

    /** Returns the sample with another value at the path; null takes the field away. */
    private static String changed(List<String> path, @Nullable JsonNode value) {
        JsonNode root = ((ObjectNode) WHOLE.deepCopy()).without("digest"); // which would see everything, by its section
        JsonNode parent = root;
        for (String step : path.subList(0, path.size() - 1)) {
            parent = parent.isArray() ? parent.get(Integer.parseInt(step)) : parent.get(step);
        }
        ObjectNode object = (ObjectNode) parent;
        String last = path.get(path.size() - 1);
        if (value == null) {
            object.remove(last);
        } else {
            object.set(last, value);
        }
        return root.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fisher.matrix",
                "learningRate.damped",
                "learningRate.trials",
                "network.layers",
                "theory.phase.contours"
            })
    void whatEarlierVersionsDidNotWriteIsNotMissed(String path) {
        List<String> steps = List.of(path.split("\\.", -1));

        assertThat(ResultJson.read(changed(steps, null)).title()).isEqualTo(SAMPLE.title());
    }

    @Test
    void aByteOrderMarkIsSkippedAndADoubledKeyRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("result.json");
        Files.writeString(file, "\uFEFF" + ResultJson.write(SAMPLE));
        assertThat(ResultJson.read(file)).isEqualTo(SAMPLE.withEigenvalues(RealVector.empty()));

        Files.writeString(file, ResultJson.write(SAMPLE).replaceFirst("\\{", "{\"title\": \"other\", "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResultJson.read(file))
                .withMessageContaining("result.json")
                .withMessageContaining("the key \"title\" is there twice");
    }
}
