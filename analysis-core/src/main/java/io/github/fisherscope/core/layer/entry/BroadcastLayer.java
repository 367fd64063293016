package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.List;
import java.util.Map;

/** A tensor that meets one parameter entry by entry, where the parameter is broadcast to the tensor. */
interface BroadcastLayer extends ComputedLayer {
    /** Returns the parameter's own shape. */
    Shape parameter();

    /** Returns the shape in which the parameter is broadcast. */
    Shape placed();

    /** Returns what the parameter is called within the layer. */
    String parameterName();

    @Override
    default Shape output(List<Shape> inputs) {
        Shape input = SameShapes.of(kind(), 1, inputs);
        Axes.broadcast(placed(), input);
        return input;
    }

    @Override
    default Map<String, Shape> parameters() {
        return Map.of(parameterName(), parameter());
    }
}
