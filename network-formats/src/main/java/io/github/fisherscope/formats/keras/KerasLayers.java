package io.github.fisherscope.formats.keras;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** All classes of layers that are read. */
final class KerasLayers {
    static final Map<String, KerasLayer> ALL = merged(Stream.of(
            DenseClasses.classes(),
            ConvolutionClasses.classes(),
            PoolingClasses.classes(),
            NormalizationClasses.classes(),
            FunctionClasses.classes(),
            ShapeClasses.classes(),
            MergeClasses.classes()));

    private KerasLayers() {}

    private static Map<String, KerasLayer> merged(Stream<Map<String, KerasLayer>> families) {
        Map<String, KerasLayer> all = new HashMap<>();
        families.forEach(all::putAll);
        return Map.copyOf(all);
    }
}
