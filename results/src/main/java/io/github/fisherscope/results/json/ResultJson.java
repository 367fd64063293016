package io.github.fisherscope.results.json;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of a result. Keys stand in the order of the record components, so equal results give equal text; every
 * number is written with the fewest digits that read back to the same double; a value that is not finite is refused.
 * What was not computed is written as null, so every file has every key. Unknown keys are ignored when reading, so
 * that a file of a later version with additions can be read.
 */
public final class ResultJson {

    private static final JsonMapper MAPPER = JsonText.builder()
            .addMixIn(SpectrumInfo.class, WithoutEigenvalues.class)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private static final SchemaChoices CHOICES = new SchemaChoices(schema());

    private ResultJson() {}

    /** The eigenvalues have their own file. */
    @JsonIgnoreProperties("eigenvalues")
    private interface WithoutEigenvalues {}

    /**
     * Returns the text of {@code result.json}, ending with its {@link ContentDigest} and a line feed.
     *
     * @throws IllegalArgumentException if a number is NaN or infinite
     */
    public static String write(SpectrumResult result) {
        String page = JsonText.text(MAPPER, result).replace("\r\n", "\n");
        RealVector values = result.spectrum().eigenvalues();
        boolean apart = result.spectrum().file() != null && !values.isEmpty();
        return ContentDigest.added(page, apart ? values : null) + "\n";
    }

    /**
     * Reads a result from its text. The eigenvalues are not in it; {@link SpectrumResult#withEigenvalues} adds them.
     *
     * @throws IllegalArgumentException if the text is not a result of schema {@code fisherscope/result/2} or {@code /1}; the
     *     message names the place
     */
    public static SpectrumResult read(String json) {
        SpectrumResult result = bound(json);
        ContentDigest.require(StrictJson.parse(json));
        return result;
    }

    private static SpectrumResult bound(String json) {
        try {
            JsonNode document = StrictJson.parse(json);
            String current = current(document, json);
            JsonNode tree = StrictJson.parse(current);
            ResultShape.require(tree, SpectrumResult.class);
            CHOICES.require(tree);
            SpectrumResult result = MAPPER.readValue(current, SpectrumResult.class);
            ResultAgreement.require(result);
            return result;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "not a %s: %s (at %s)".formatted(SpectrumResult.SCHEMA, reason(e), place(e)), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a %s: %s".formatted(SpectrumResult.SCHEMA, e.getMessage()), e);
        }
    }

    /**
     * Reads a result from a file.
     *
     * @throws io.github.fisherscope.core.io.InputFileException if the file cannot be read, is no regular file or longer
     *     than 256 MiB
     * @throws IllegalArgumentException if it is not a result; the message names the file
     */
    public static SpectrumResult read(Path file) {
        return read(StrictJson.text(file), file);
    }

    /**
     * Reads a result from the text of a file.
     *
     * @throws IllegalArgumentException if it is not a result; the message names the file
     */
    public static SpectrumResult read(String json, Path file) {
        try {
            return read(json);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Returns the JSON Schema (draft 2020-12) of the file. */
    public static String schema() {
        try (InputStream in =
                ResultJson.class.getResourceAsStream("/io/github/fisherscope/results/result-2.schema.json")) {
            return new String(
                    Objects.requireNonNull(in, "result-2.schema.json is missing from the jar")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading result-2.schema.json from the jar", e);
        }
    }

    /** Returns the text of the document in the form of this version. One of another kind is not told which fields it lacks. */
    private static String current(JsonNode document, String text) {
        JsonNode schema = document.get("schema");
        String found = schema != null && schema.isString() ? schema.stringValue() : "";
        if (found.equals(SpectrumResult.SCHEMA)) {
            return text;
        }
        if (found.equals(ResultVersion1.SCHEMA) && document instanceof ObjectNode object) {
            return ResultVersion1.upgrade(object).toString();
        }
        ContentDigest.require(document); // a document of another kind, which may be damaged as well
        throw new IllegalArgumentException(
                "schema is %s; this version reads '%s' and '%s', which fisher spectrum writes%s"
                        .formatted(
                                schema == null ? "missing" : StrictJson.shown(schema),
                                SpectrumResult.SCHEMA,
                                ResultVersion1.SCHEMA,
                                found.startsWith("fisherscope/")
                                        ? "; other commands write their pages themselves, beside this file"
                                        : ""));
    }

    private static String reason(JacksonException e) {
        Throwable cause = e.getCause();
        if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
            return path(e) + cause.getMessage(); // what a record refused
        }
        return ParserMessage.plain(e.getOriginalMessage());
    }

    private static String path(JacksonException e) {
        String path = e.getPath().stream()
                .map(r -> r.getPropertyName() == null ? "[" + r.getIndex() + "]" : r.getPropertyName())
                .collect(Collectors.joining("."))
                .replace(".[", "[");
        return path.isEmpty() ? "" : path + ": ";
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null
                ? "an unknown place"
                : String.format(Locale.ROOT, "line %d, column %d", location.getLineNr(), location.getColumnNr());
    }
}
