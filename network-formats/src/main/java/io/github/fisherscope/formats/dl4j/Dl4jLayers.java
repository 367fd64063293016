package io.github.fisherscope.formats.dl4j;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** All classes of layers that are read. */
final class Dl4jLayers {
    static final Map<String, Dl4jLayer> ALL = merged(Stream.of(
            Dl4jDense.classes(),
            Dl4jConvolutions.classes(),
            Dl4jPooling.classes(),
            Dl4jNormalization.classes(),
            Dl4jFunctions.classes()));

    private Dl4jLayers() {}

    private static Map<String, Dl4jLayer> merged(Stream<Map<String, Dl4jLayer>> families) {
        Map<String, Dl4jLayer> all = new HashMap<>();
        families.forEach(all::putAll);
        return Map.copyOf(all);
    }
}
