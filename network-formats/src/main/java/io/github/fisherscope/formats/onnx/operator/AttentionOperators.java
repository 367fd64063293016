package io.github.fisherscope.formats.onnx.operator;

import java.util.Map;

/** Attention as one operator, and rotary positions: both are written out in simpler layers. */
final class AttentionOperators {
    private AttentionOperators() {}

    static Map<String, Operator> family() {
        return Map.of("Attention", Attention::apply, "RotaryEmbedding", RotaryPositions::apply);
    }
}
