package io.github.fisherscope.results.json;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Holds a document against the choices and ranges that its schema states for single values: words of a list, least values,
 * patterns. Which fields there are and of which kind is for {@link ResultShape}. The message names the path, the value and
 * what would be right.
 */
final class SchemaChoices {
    private final JsonNode schema;

    SchemaChoices(String schema) {
        this.schema = StrictJson.parse(schema);
    }

    /** @throws IllegalArgumentException naming the first path whose value the schema excludes */
    void require(JsonNode document) {
        check(document, schema, "");
    }

    private void check(JsonNode node, JsonNode rule, String path) {
        JsonNode resolved = resolved(rule);
        if (resolved.has("anyOf")) {
            if (!node.isNull()) {
                resolved.get("anyOf").forEach(alternative -> check(node, alternative, path));
            }
            return;
        }
        choice(node, resolved, path);
        range(node, resolved, path);
        pattern(node, resolved, path);
        if (node.isObject() && resolved.has("properties")) {
            resolved.get("properties").propertyStream().forEach(property -> {
                JsonNode value = node.get(property.getKey());
                if (value != null) {
                    check(
                            value,
                            property.getValue(),
                            path.isEmpty() ? property.getKey() : path + "." + property.getKey());
                }
            });
        }
        JsonNode items = resolved.get("items");
        if (node.isArray() && items != null) {
            for (int i = 0; i < node.size(); i++) {
                check(node.get(i), items, String.format(Locale.ROOT, "%s[%d]", path, i));
            }
        }
    }

    private JsonNode resolved(JsonNode rule) {
        JsonNode at = rule;
        while (at.has("$ref")) {
            String name = at.get("$ref").stringValue().replace("#/$defs/", "");
            at = Objects.requireNonNull(schema.get("$defs").get(name), name);
        }
        return at;
    }

    private static void choice(JsonNode node, JsonNode rule, String path) {
        JsonNode choices = rule.get("enum");
        if (choices != null && choices.valueStream().noneMatch(node::equals)) {
            String words = choices.valueStream()
                    .map(c -> c.isString() ? c.stringValue() : c.toString())
                    .collect(Collectors.joining(", "));
            throw wrong(node, path, "one of " + words);
        }
    }

    private static void range(JsonNode node, JsonNode rule, String path) {
        JsonNode least = rule.get("minimum");
        JsonNode above = rule.get("exclusiveMinimum");
        if (node.isNumber() && least != null && node.doubleValue() < least.doubleValue()) {
            throw wrong(node, path, least + " or greater");
        }
        if (node.isNumber() && above != null && node.doubleValue() <= above.doubleValue()) {
            throw wrong(node, path, "greater than " + above);
        }
    }

    private static void pattern(JsonNode node, JsonNode rule, String path) {
        JsonNode pattern = rule.get("pattern");
        if (node.isString() && pattern != null && !node.stringValue().matches(pattern.stringValue())) {
            throw wrong(node, path, "text of the form " + pattern.stringValue());
        }
    }

    private static IllegalArgumentException wrong(JsonNode node, String path, String right) {
        return new IllegalArgumentException("%s is %s; it must be %s".formatted(path, StrictJson.shown(node), right));
    }
}
