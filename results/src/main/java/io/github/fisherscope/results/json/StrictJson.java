package io.github.fisherscope.results.json;

import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.core.io.RegularFile;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON that people and other programs wrote, read strictly: a key stands once, nothing follows the value, numbers keep all
 * their digits. A byte order mark at the start is skipped. Messages say where, and use the words of JSON.
 */
public final class StrictJson {
    /** The largest file that is read: a result of the largest study has a few megabytes. */
    public static final long LARGEST = 256L << 20;

    private static final Pattern DUPLICATE = Pattern.compile("Duplicate .*?[\"'](.+)[\"']", Pattern.DOTALL);
    private static final int SHOWN = 40;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private StrictJson() {}

    /**
     * Returns the text of a file without the byte order mark.
     *
     * @throws io.github.fisherscope.core.io.InputFileException if it is not a regular file of UTF-8 text of at most {@link #LARGEST} bytes
     */
    public static String text(Path file) {
        return RegularFile.text(file, LARGEST);
    }

    /**
     * Returns the value that a text holds.
     *
     * @throws IllegalArgumentException if it holds none or more than one, or an object with a key twice; the message
     *     names the place
     */
    public static JsonNode parse(String text) {
        JsonNode node;
        try {
            node = MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s (%s)".formatted(reason(e), place(e)), e);
        }
        if (node.isMissingNode() || node.isNull()) {
            throw new IllegalArgumentException("it holds no value");
        }
        return node;
    }

    private static String reason(JacksonException e) {
        String message = String.valueOf(e.getOriginalMessage());
        Matcher duplicate = DUPLICATE.matcher(message);
        if (duplicate.find()) {
            return "the key \"%s\" is there twice; keep one".formatted(duplicate.group(1));
        }
        return "it is not valid JSON: " + ParserMessage.plain(message);
    }

    private static String place(JacksonException e) {
        TokenStreamLocation location = e.getLocation();
        return location == null
                ? "at an unknown place"
                : String.format(Locale.ROOT, "line %d, column %d", location.getLineNr(), location.getColumnNr());
    }

    /** Returns a value as a message shows it, on one line and not too long. */
    public static String shown(JsonNode node) {
        String text = node.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /** Tells whether a node is a whole number in a range, however it is written. */
    static boolean isWhole(JsonNode node, long low, long high) {
        if (!node.isNumber()) {
            return false;
        }
        try {
            long value = decimal(node).longValueExact();
            return low <= value && value <= high;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /**
     * Returns a whole number.
     *
     * @param path where it stands, for the message
     * @throws IllegalArgumentException if it is none, or not between {@code low} and {@code high}
     */
    public static long whole(JsonNode node, String path, long low, long high) {
        if (!isWhole(node, low, high)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "%s is %s; write a whole number from %d to %d", path, shown(node), low, high));
        }
        return decimal(node).longValueExact();
    }

    /**
     * Returns a number.
     *
     * @throws IllegalArgumentException if it is none, or too large for float64
     */
    public static double number(JsonNode node, String path) {
        if (!node.isNumber() || !Double.isFinite(decimal(node).doubleValue())) {
            throw new IllegalArgumentException(
                    "%s is %s; write a number of at most 1.7e308".formatted(path, shown(node)));
        }
        return decimal(node).doubleValue();
    }

    /**
     * Returns a text.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String string(JsonNode node, String path) {
        if (!node.isString()) {
            throw new IllegalArgumentException("%s is %s; write a text in quotes".formatted(path, shown(node)));
        }
        return node.stringValue();
    }

    private static BigDecimal decimal(JsonNode node) {
        return node.decimalValue();
    }
}
