package io.github.fisherscope.formats.architecture;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** All words of architecture files. */
final class LayerWords {
    static final Map<String, LayerWord> ALL = merged(Stream.of(
            DenseWords.words(),
            SpatialWords.words(),
            NormWords.words(),
            FunctionWords.words(),
            BranchWords.words(),
            AttentionWords.words()));

    private LayerWords() {}

    private static Map<String, LayerWord> merged(Stream<Map<String, LayerWord>> families) {
        Map<String, LayerWord> all = new HashMap<>();
        families.forEach(all::putAll);
        return Map.copyOf(all);
    }
}
