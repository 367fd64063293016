package io.github.fisherscope.results.json;

import io.github.fisherscope.core.math.RealVector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What tells that a document of ours is as it was written: a field {@value #FIELD} with 16 hexadecimal digits for each other
 * field, made from its values and not from its text, so that indentation, the order of keys and the spelling of numbers are free.
 * A document without the field, of an earlier version or edited on purpose, is taken as it is; a field that nobody gave a digest
 * may be added. The bytes that are digested are described in {@code docs/decisions/0026-digests-of-content.md}.
 */
public final class ContentDigest {
    /** The name of the field. */
    public static final String FIELD = "digest";

    /** The entry of the eigenvalues, which lie in a file of their own. */
    public static final String EIGENVALUES = "eigenvalues";

    private static final String MARK = "fisherscope/";
    private static final double EXACT = 0x1p53;
    private static final int BYTES = 8;
    private static final String END = "\n}";

    private final MessageDigest sha;

    private ContentDigest() {
        try {
            this.sha = MessageDigest.getInstance("SHA-256"); // which every JDK has
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns a document on several lines with its digests as the last field; text that does not name a schema of ours as it is. */
    static String added(String page, @Nullable RealVector eigenvalues) {
        JsonNode document = StrictJson.parse(page);
        JsonNode schema = document.get("schema");
        if (schema == null || !schema.isString() || !schema.stringValue().startsWith(MARK) || !page.endsWith(END)) {
            return page;
        }
        StringBuilder text = new StringBuilder(page.substring(0, page.length() - END.length()));
        text.append(",\n  \"").append(FIELD).append("\" : {");
        String comma = "\n";
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            text.append(comma).append(entry(field.getKey(), of(field.getValue())));
            comma = ",\n";
        }
        if (eigenvalues != null) {
            text.append(comma).append(entry(EIGENVALUES, of(eigenvalues)));
        }
        return text.append("\n  }").append(END).toString();
    }

    private static String entry(String name, String digest) {
        return "    \"" + name + "\" : \"" + digest + "\"";
    }

    /**
     * Holds a document against its digests, if it has any.
     *
     * @throws IllegalArgumentException naming the field that is not as it was written
     */
    static void require(JsonNode document) {
        JsonNode digests = document.get(FIELD);
        if (digests == null) {
            return;
        }
        if (!digests.isObject()) {
            throw new IllegalArgumentException(
                    "%s is %s; it must be an object of digests".formatted(FIELD, StrictJson.shown(digests)));
        }
        for (Map.Entry<String, JsonNode> digest : digests.properties()) {
            JsonNode value = document.get(digest.getKey());
            if (value == null && !digest.getKey().equals(EIGENVALUES)) {
                throw new IllegalArgumentException(changed(digest.getKey() + " is missing, and had a digest"));
            }
            if (value != null && !isOf(digest.getValue(), of(value))) {
                throw new IllegalArgumentException(
                        changed("what stands in %s does not agree with its digest".formatted(digest.getKey())));
            }
        }
    }

    /** Returns whether eigenvalues are those that a document was written with; where it does not say, they are. */
    public static boolean agrees(String json, RealVector eigenvalues) {
        JsonNode digests = StrictJson.parse(json).get(FIELD);
        JsonNode digest = digests == null ? null : digests.get(EIGENVALUES);
        return digest == null || isOf(digest, of(eigenvalues));
    }

    private static boolean isOf(JsonNode written, String found) {
        return written.isString() && written.stringValue().equals(found);
    }

    private static String changed(String what) {
        return what
                + ": the file was damaged, or edited, after it was written; copy it again or compute it again, or, if you edited it on purpose, remove the field \"%s\""
                        .formatted(FIELD);
    }

    /** Returns the digest of a value. */
    static String of(JsonNode value) {
        ContentDigest digest = new ContentDigest();
        digest.add(value);
        return digest.text();
    }

    /** Returns the digest of numbers: 16 hexadecimal digits. */
    public static String of(RealVector values) {
        ContentDigest digest = new ContentDigest();
        values.stream().forEach(digest::number);
        return digest.text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        byte[] all = sha.digest();
        for (int i = 0; i < BYTES; i++) {
            text.append(Character.forDigit((all[i] >> 4) & 15, 16)).append(Character.forDigit(all[i] & 15, 16));
        }
        return text.toString();
    }

    private void add(JsonNode value) {
        if (value.isObject()) {
            mark('{');
            TreeMap<String, JsonNode> fields = new TreeMap<>();
            value.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            fields.forEach((key, field) -> {
                string(key);
                add(field);
            });
            mark('}');
        } else if (value.isArray()) {
            mark('[');
            value.forEach(this::add);
            mark(']');
        } else if (value.isNumber()) {
            number(value);
        } else if (value.isString()) {
            string(value.stringValue());
        } else {
            mark(value.isNull() ? 'n' : value.booleanValue() ? 't' : 'f');
        }
    }

    /** Adds the 64 bits of a double; whole numbers that it does not hold, such as seeds, as their decimal digits. */
    private void number(JsonNode value) {
        if (value.isIntegralNumber() && Math.abs(value.doubleValue()) >= EXACT) {
            mark('i');
            string(value.bigIntegerValue().toString());
        } else {
            mark('d');
            number(value.decimalValue().doubleValue());
        }
    }

    private void number(double value) {
        sha.update(ByteBuffer.allocate(Double.BYTES)
                .putDouble(value == 0 ? 0.0 : value)
                .array());
    }

    private void string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        mark('s');
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).array());
        sha.update(utf8);
    }

    private void mark(char kind) {
        sha.update((byte) kind);
    }
}
