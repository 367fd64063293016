package io.github.fisherscope.results.sweep;

import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.results.json.JsonText;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON forms of grids, lines and summaries. Unknown keys are errors in what a person writes. */
public final class SweepJson {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private SweepJson() {}

    /** Returns the value on one line. */
    public static String line(Object value) {
        return JsonText.line(value);
    }

    /** Returns the value indented, ending with a line feed. */
    public static String page(Object value) {
        return JsonText.page(value);
    }

    /**
     * Reads a value.
     *
     * @param what what the text is meant to be, for the message
     * @throws IllegalArgumentException if it is not
     */
    public static <T> T read(String json, Class<T> type, String what) {
        try {
            return Objects.requireNonNull(STRICT.readValue(json, type), "it is the JSON null");
        } catch (JacksonException e) {
            Throwable cause = e.getCause();
            String reason = cause instanceof IllegalArgumentException
                    ? cause.getMessage()
                    : ParserMessage.plain(e.getOriginalMessage());
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(what, reason), e);
        } catch (NullPointerException e) {
            throw new IllegalArgumentException("%s cannot be read: %s".formatted(what, e.getMessage()), e);
        }
    }
}
