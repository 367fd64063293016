package io.github.fisherscope.core.graph;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a layer is: which shapes it takes and makes, and which parameters it has. How it is computed is the matter of {@code
 * core.layer}, and its numbers are those of whoever computes it.
 */
public interface Layer {
    /** Returns what kind of layer it is, in one word, for messages. */
    String kind();

    /**
     * Returns the shape of one sample's output.
     *
     * @throws IllegalArgumentException if the layer cannot take such inputs; the message says which it takes
     */
    Shape output(List<Shape> inputs);

    /** Returns the shapes of its parameters by their names within the layer, in the order in which θ has them. */
    Map<String, Shape> parameters();

    /**
     * Returns which unit, or output channel, an entry of a parameter belongs to: the first index of the parameter unless the layer
     * knows better.
     *
     * @param parameter its name
     * @param entry number of the entry, row by row
     */
    default int unit(String parameter, int entry) {
        Shape shape = Objects.requireNonNull(parameters().get(parameter), parameter);
        return entry / (shape.size() / shape.dimensions().get(0));
    }

    /** Returns whether the output has the numbers of the one input, in their order, and only another shape. */
    default boolean onlyReshapes() {
        return false;
    }
}
