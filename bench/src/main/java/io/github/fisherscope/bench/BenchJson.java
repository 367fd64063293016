package io.github.fisherscope.bench;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of a benchmark; keys stand in the order of the record components. */
public final class BenchJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private BenchJson() {}

    /** Returns the text, ending with a line feed. */
    public static String write(BenchResult result) {
        try {
            return MAPPER.writeValueAsString(result).replace("\r\n", "\n") + "\n";
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the result cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads a result.
     *
     * @throws IllegalArgumentException if the text is not such a result
     */
    public static BenchResult read(String json) {
        try {
            BenchResult result = MAPPER.readValue(json, BenchResult.class);
            if (result == null || !BenchResult.SCHEMA.equals(result.schema())) {
                throw new IllegalArgumentException("not a " + BenchResult.SCHEMA + "; make it with fisher bench");
            }
            return result;
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a %s: %s".formatted(BenchResult.SCHEMA, e.getOriginalMessage()), e);
        }
    }
}
