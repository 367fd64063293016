package io.github.fisherscope.core.graph;

import java.util.List;
import java.util.Objects;

/**
 * One use of a layer in a graph.
 *
 * @param name of its own in the graph
 * @param layer what it does
 * @param inputs numbers of the nodes whose outputs it takes; {@link Graph#INPUT} is the input of the network
 * @param output shape of one sample's output
 * @param views where the numbers of the layer's parameters are, in the order of {@link Layer#parameters}
 */
public record Node(String name, Layer layer, List<Integer> inputs, Shape output, List<ParameterView> views) {
    public Node {
        Objects.requireNonNull(layer, "layer");
        inputs = List.copyOf(inputs);
        views = List.copyOf(views);
    }

    /** Returns the shapes of the layer's parameters, in the order of the views. */
    public List<Shape> slots() {
        return List.copyOf(layer.parameters().values());
    }

    /** Returns the number of numbers that the layer takes, constants included. */
    public int slotSize() {
        return slots().stream().mapToInt(Shape::size).sum();
    }

    /** Returns whether one of its parameters stands in θ. */
    public boolean hasParameters() {
        return views.stream().anyMatch(v -> !v.isConstant());
    }
}
