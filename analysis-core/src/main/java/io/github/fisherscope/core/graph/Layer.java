package io.github.fisherscope.core.graph;

import java.util.List;
import java.util.Map;

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

    /** Returns whether the output has the numbers of the one input, in their order, and only another shape. */
    default boolean onlyReshapes() {
        return false;
    }
}
