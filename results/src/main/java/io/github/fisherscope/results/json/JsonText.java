package io.github.fisherscope.results.json;

import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.core.math.RealVector;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * The JSON form of records. Keys stand in the order of the record components, so equal records give equal text; every number is
 * written with the fewest digits that read back to the same double, and one that is not finite is refused, whatever record it is in.
 */
public final class JsonText {
    private static final JsonMapper LINES = builder().build();

    private static final JsonMapper PAGES =
            LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonText() {}

    /** Returns the start of every mapper of this program. */
    static JsonMapper.Builder builder() {
        return JsonMapper.builder()
                .addModule(new SimpleModule("fisherscope")
                        .addSerializer(RealVector.class, new RealVectorJson.Writer())
                        .addDeserializer(RealVector.class, new RealVectorJson.Reader())
                        .addSerializer(Double.class, new FiniteDoubleWriter())
                        .addSerializer(Double.TYPE, new FiniteDoubleWriter())
                        .addSerializer(double[].class, new FiniteDoubleWriter.OfArrays()))
                .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY);
    }

    /**
     * Returns a record on several lines, ending with a line feed. If it names a schema of ours it ends with its {@link
     * ContentDigest}.
     *
     * @throws IllegalArgumentException if a number in it is NaN or infinite; the message names its place
     */
    public static String page(Object value) {
        return ContentDigest.added(text(PAGES, value).replace("\r\n", "\n"), null) + "\n";
    }

    /**
     * Returns a record on one line, without a line feed.
     *
     * @throws IllegalArgumentException if a number in it is NaN or infinite; the message names its place
     */
    public static String line(Object value) {
        return text(LINES, value);
    }

    static String text(JsonMapper mapper, Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the result cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Reads what {@link #page} wrote.
     *
     * @throws IllegalArgumentException if the text is no JSON document, not of this kind, or not as it was written
     */
    public static <T> T read(String json, Class<T> type, String schema) {
        try {
            T value = LINES.readValue(json, type);
            if (value == null) {
                throw new IllegalArgumentException("not a %s: it is the JSON null".formatted(schema));
            }
            ContentDigest.require(StrictJson.parse(json));
            return value;
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "not a %s: %s".formatted(schema, ParserMessage.plain(e.getOriginalMessage())), e);
        }
    }
}
