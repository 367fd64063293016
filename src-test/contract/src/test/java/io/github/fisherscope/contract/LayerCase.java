package io.github.fisherscope.contract;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import java.util.List;

/** One layer on inputs of given shapes, for {@link LayerContract}. */
abstract class LayerCase implements LayerContract {
    private final ComputedLayer layer;
    private final List<Shape> inputs;

    LayerCase(ComputedLayer layer, Shape... inputs) {
        this.layer = layer;
        this.inputs = List.of(inputs);
    }

    @Override
    public final ComputedLayer layer() {
        return layer;
    }

    @Override
    public final List<Shape> inputs() {
        return inputs;
    }
}
