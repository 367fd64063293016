package io.github.fisherscope.reports.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares two JSON trees as values: keys and texts exactly, numbers to rounding. */
final class GoldenJson {
    /**
     * Quantiles and roots of the fixture go through libm, whose last digit differs between Java versions; sums of a
     * thousand terms carry that to at most 1000 units of the last place.
     */
    private static final double RELATIVE = 1000 * Math.ulp(1.0);

    private static final String DIGEST = "digest";

    private GoldenJson() {}

    /** Digests, which differ where a last digit does, are left out: {@code ContentDigestTest} is about them. */
    static void assertSame(JsonNode expected, JsonNode actual) {
        compare("", content(expected), content(actual));
    }

    private static JsonNode content(JsonNode document) {
        return document.has(DIGEST) ? ((ObjectNode) document.deepCopy()).without(DIGEST) : document;
    }

    private static void compare(String path, JsonNode expected, JsonNode actual) {
        if (expected.isNumber() && actual.isNumber()) {
            double e = expected.asDouble();
            assertThat(actual.asDouble()).as(path).isCloseTo(e, within(RELATIVE * Math.abs(e)));
        } else if (expected.isObject()) {
            assertThat(actual.propertyNames()).as(path).containsExactlyElementsOf(expected.propertyNames());
            for (var entry : expected.properties()) {
                compare(path + "/" + entry.getKey(), entry.getValue(), actual.path(entry.getKey()));
            }
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "/" + i, expected.get(i), actual.get(i));
            }
        } else {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }
}
