package io.github.fisherscope.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the oracle files under {@code oracle/}; their origin is told in {@code oracle/README.md}. */
final class OracleJson {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private OracleJson() {}

    static JsonNode read(String name) {
        try (InputStream in = OracleJson.class.getResourceAsStream("/oracle/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no test resource oracle/" + name);
            }
            return MAPPER.readTree(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    /** Returns all numbers of nested arrays in order. */
    static double[] numbers(JsonNode array) {
        if (array.isNumber()) {
            return new double[] {array.asDouble()};
        }
        return list(array).stream()
                .flatMapToDouble(node -> Arrays.stream(numbers(node)))
                .toArray();
    }

    /** Returns this project's name of an activation in the oracle files. */
    static String activation(String oracleName) {
        return switch (oracleName) {
            case "erf" -> "erf:" + Math.sqrt(0.5);
            case "erf1" -> "erf";
            default -> oracleName.replace("lrelu", "leaky-relu");
        };
    }
}
