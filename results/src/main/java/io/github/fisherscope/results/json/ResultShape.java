package io.github.fisherscope.results.json;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.math.RealVector;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Holds a JSON document against the records that it is to become, before it becomes them: every component is there unless
 * it may be null, and has the right kind of value. The message names the path, the value and what would be right.
 */
final class ResultShape {
    /** What earlier versions did not write and records fill in. */
    private static final Set<String> OPTIONAL = Set.of(
            "fisher.matrix",
            "learningRate.damped",
            "learningRate.trials",
            "network.layers",
            "network.reading.notes",
            "spectrum.eigenvalues",
            "theory.phase.contours");

    /** What is null in other places, where the same record has no number. */
    private static final Set<String> NEEDED = Set.of("spectrum.mean", "spectrum.secondMoment", "spectrum.max");

    private ResultShape() {}

    /** @throws IllegalArgumentException naming the first path at which the document differs */
    static void require(JsonNode document, Class<?> type) {
        check(document, type, "");
    }

    private static void check(JsonNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            Type value = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (List.class.equals(generic.getRawType())) {
                list(node, value, path);
            } else if (Map.class.equals(generic.getRawType())) {
                map(node, value, path);
            }
        } else if (type instanceof Class<?> c && c.isRecord()) {
            object(node, c, path);
        } else if (RealVector.class.equals(type)) {
            list(node, double.class, path);
        } else {
            scalar(node, type, path);
        }
    }

    private static void object(JsonNode node, Class<?> type, String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        if (!node.isObject()) {
            throw wrong(node, path.isEmpty() ? "the document" : path, "an object");
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String at = prefix + component.getName();
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                check(node, component.getGenericType(), path); // its components lie beside the others
                continue;
            }
            JsonNode value = node.get(component.getName());
            if (value == null || value.isNull()) {
                boolean mayLack =
                        component.getAnnotatedType().isAnnotationPresent(Nullable.class) || OPTIONAL.contains(at);
                if (!mayLack || NEEDED.contains(at)) {
                    throw new IllegalArgumentException(
                            "%s is missing; copy the file again, or compute it again".formatted(at));
                }
            } else {
                check(value, component.getGenericType(), at);
            }
        }
    }

    private static void list(JsonNode node, Type element, String path) {
        if (!node.isArray()) {
            throw wrong(node, path, "a list");
        }
        for (int i = 0; i < node.size(); i++) {
            check(node.get(i), element, String.format(Locale.ROOT, "%s[%d]", path, i));
        }
    }

    private static void map(JsonNode node, Type value, String path) {
        if (!node.isObject()) {
            throw wrong(node, path, "an object");
        }
        node.propertyStream().forEach(entry -> check(entry.getValue(), value, path + "." + entry.getKey()));
    }

    private static void scalar(JsonNode node, Type type, String path) {
        if (int.class.equals(type) || Integer.class.equals(type)) {
            StrictJson.whole(node, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
        } else if (long.class.equals(type) || Long.class.equals(type)) {
            StrictJson.whole(node, path, Long.MIN_VALUE, Long.MAX_VALUE);
        } else if (double.class.equals(type) || Double.class.equals(type)) {
            StrictJson.number(node, path);
        } else if (boolean.class.equals(type) || Boolean.class.equals(type)) {
            if (!node.isBoolean()) {
                throw wrong(node, path, "true or false");
            }
        } else if (String.class.equals(type)) {
            StrictJson.string(node, path);
        } else if (type instanceof Class<?> c && c.isEnum()) {
            choice(node, c, path);
        }
    }

    private static void choice(JsonNode node, Class<?> type, String path) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(String::valueOf).toList();
        if (!node.isString() || !names.contains(node.stringValue())) {
            throw wrong(node, path, names.stream().collect(Collectors.joining(", ", "one of ", "")));
        }
    }

    private static IllegalArgumentException wrong(JsonNode node, String path, String right) {
        return new IllegalArgumentException("%s is %s; it must be %s".formatted(path, StrictJson.shown(node), right));
    }
}
