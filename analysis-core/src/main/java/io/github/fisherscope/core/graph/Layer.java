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

    /**
     * Returns the shapes of its parameters by their names within the layer, in the order in which θ has them: none unless a layer
     * says which.
     */
    default Map<String, Shape> parameters() {
        return Map.of();
    }

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

    /**
     * Returns the flops of the matrix products of a forward pass for one sample; a JVP takes as many for its inputs and for its
     * parameters, a VJP as many for every input. What is done entry by entry is not counted.
     *
     * @param inputs shapes of one sample's inputs
     */
    default double flops(List<Shape> inputs) {
        return 0;
    }

    /**
     * Returns the flops of the inner products of n rows of gradients of the layer's parameters with each other: unless a layer
     * knows better, every row is formed, which takes as long as a pass, and multiplied with the others.
     *
     * @param inputs shapes of one sample's inputs
     * @param samples T
     * @param rows n
     */
    default double gramFlops(List<Shape> inputs, double samples, double rows) {
        double numbers = parameters().values().stream().mapToDouble(Shape::size).sum();
        return numbers == 0 ? 0 : rows * flops(inputs) + rows * rows * numbers;
    }

    /** Returns whether the output has the numbers of the one input, in their order, and only another shape. */
    default boolean onlyReshapes() {
        return false;
    }
}
