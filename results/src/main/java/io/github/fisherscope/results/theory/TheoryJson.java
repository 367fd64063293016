package io.github.fisherscope.results.theory;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON form of predictions; keys stand in the order of the record components. */
public final class TheoryJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private TheoryJson() {}

    /** Returns the text, ending with a line feed. */
    public static String write(TheoryReport report) {
        return MAPPER.writeValueAsString(report).replace("\r\n", "\n") + "\n";
    }

    /**
     * Reads predictions.
     *
     * @throws IllegalArgumentException if the text is no such document
     */
    public static TheoryReport read(String json) {
        try {
            TheoryReport report = MAPPER.readValue(json, TheoryReport.class);
            if (report == null || !TheoryReport.SCHEMA.equals(report.schema())) {
                throw new IllegalArgumentException("not a " + TheoryReport.SCHEMA + "; make it with fisher theory");
            }
            return report;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "not a %s: %s".formatted(TheoryReport.SCHEMA, e.getOriginalMessage()), e);
        }
    }
}
