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
 * @param tensors its parameters, in the order of the layer
 */
public record Node(String name, Layer layer, List<Integer> inputs, Shape output, List<ParameterTensor> tensors) {
    public Node {
        Objects.requireNonNull(layer, "layer");
        inputs = List.copyOf(inputs);
        tensors = List.copyOf(tensors);
    }

    /** Returns the number of its parameters. */
    public long parameters() {
        return tensors.stream().mapToLong(t -> t.shape().size()).sum();
    }

    /** Returns where its parameters start in θ; they stand there one tensor after the other. 0 if it has none. */
    public long offset() {
        return tensors.isEmpty() ? 0 : tensors.get(0).offset();
    }
}
