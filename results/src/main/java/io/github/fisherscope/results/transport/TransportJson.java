package io.github.fisherscope.results.transport;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of results about distributions; keys stand in the order of the record components. */
public final class TransportJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private TransportJson() {}

    /** Returns the text, ending with a line feed. */
    public static String write(DivergenceResult result) {
        return text(result);
    }

    /** Returns the text, ending with a line feed. */
    public static String write(TransportResult result) {
        return text(result);
    }

    private static String text(Object result) {
        return MAPPER.writeValueAsString(result).replace("\r\n", "\n") + "\n";
    }
}
