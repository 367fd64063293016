package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.ParserMessage;
import io.github.fisherscope.core.io.RegularFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The text of an architecture. Its fields: {@code input}, the dimensions of one sample; {@code tokens}, whether the input is
 * whole numbers; {@code layers}, one line for each; {@code ignore}, names of tensors that no layer uses, with {@code *} for any
 * characters; {@code weight_variance} and {@code bias_variance} of random networks.
 */
final class ArchitectureText {
    private static final long LONGEST = 1 << 24;
    private static final String WEIGHTS = "weight_variance";
    private static final String BIASES = "bias_variance";
    private static final int SHOWN = 60;
    private static final Set<String> FIELDS = Set.of("input", "tokens", "layers", "ignore", WEIGHTS, BIASES);

    /** He's initialisation, with biases of zero. */
    private static final Variances USUAL = new Variances(2, 0);

    private final JsonNode root;

    private ArchitectureText(JsonNode root) {
        this.root = root;
    }

    static ArchitectureText read(Path file) {
        return of(file.toString(), RegularFile.text(file, LONGEST));
    }

    /**
     * Understands a text.
     *
     * @param named what messages call it
     */
    static ArchitectureText of(String named, String text) {
        Path file = Path.of(named);
        try {
            JsonNode root = JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build()
                    .readTree(text);
            Set<String> unknown = new TreeSet<>(root.propertyNames());
            unknown.removeAll(FIELDS);
            String wrong = !unknown.isEmpty()
                    ? " (it has the field '" + unknown.iterator().next() + "')"
                    : wrongField(root);
            if (wrong != null) {
                throw InputFileException.of(
                        file, "is no architecture" + wrong, "write {\"input\":[...],\"layers\":[...]}");
            }
            return new ArchitectureText(root);
        } catch (JacksonException e) {
            throw InputFileException.of(
                    file, "is no JSON (" + ParserMessage.plain(e.getOriginalMessage()) + ")", "correct it");
        }
    }

    /** Returns what is wrong with the outermost fields, behind a sentence, or null. */
    private static @Nullable String wrongField(JsonNode root) {
        if (!root.isObject()) {
            return "";
        }
        for (String list : List.of("input", "layers")) {
            if (root.has(list) && !root.path(list).isArray()) {
                return " (" + list + " is " + shortened(root.path(list)) + " and no list)";
            }
        }
        if (root.has("tokens") && !root.path("tokens").isBoolean()) {
            return " (tokens is " + shortened(root.path("tokens")) + "; it must be true or false)";
        }
        return root.has("layers") ? null : "";
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    /**
     * Returns the dimensions of one sample, the batch axis of 1 first.
     *
     * @param given what the caller says they are, empty if nothing; the text may leave them out then
     */
    List<Integer> input(List<Integer> given) {
        if (given.isEmpty()) {
            return input();
        }
        List<Integer> dims = new ArrayList<>(List.of(1));
        dims.addAll(given);
        if (root.has("input") && !input().equals(dims)) {
            throw new ArchitectureException("input is " + root.path("input") + ", and " + given + " was given");
        }
        return dims;
    }

    /** Returns the dimensions of one sample that the text says, the batch axis of 1 first. */
    List<Integer> input() {
        List<Integer> dims = new ArrayList<>(List.of(1));
        JsonNode input = root.path("input");
        for (JsonNode n : input) {
            if (!n.canConvertToInt() || n.asInt(0) < 1) {
                throw new ArchitectureException(
                        "input has the dimension " + n + "; it must be a whole number from 1 on");
            }
            dims.add(n.asInt());
        }
        if (!input.isArray() || dims.size() == 1) {
            throw new ArchitectureException("input is missing: the dimensions of one sample, as in [1,28,28]");
        }
        return dims;
    }

    boolean tokens() {
        return root.path("tokens").asBoolean(false);
    }

    JsonNode layers() {
        return root.path("layers");
    }

    JsonNode ignore() {
        return root.path("ignore");
    }

    /** Returns the variances of random networks: those given, or those of the text. */
    Variances variances(@Nullable Double weights, @Nullable Double biases) {
        return new Variances(
                weights != null ? weights : variance(WEIGHTS, USUAL.weight()),
                biases != null ? biases : variance(BIASES, USUAL.bias()));
    }

    private double variance(String field, double otherwise) {
        JsonNode value = root.path(field);
        if (!value.isMissingNode() && !(value.isNumber() && value.asDouble() >= 0)) {
            throw new ArchitectureException("\"" + field + "\" is " + value + "; it must be a number from 0 on");
        }
        return value.asDouble(otherwise);
    }
}
