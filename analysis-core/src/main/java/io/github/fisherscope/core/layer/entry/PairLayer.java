package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import java.util.List;

/** Two tensors of one shape that are joined entry by entry, without parameters. */
interface PairLayer extends ComputedLayer {
    @Override
    default Shape output(List<Shape> inputs) {
        return SameShapes.of(kind(), 2, inputs);
    }
}
