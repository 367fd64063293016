package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.math.RealVector;
import java.util.Objects;

/**
 * A network of any layers: a graph and the numbers of its parameters.
 *
 * @param graph the layers
 * @param parameters θ, in the order of {@link Graph#tensors}
 */
public record GraphNetwork(Graph graph, RealVector parameters) {
    public GraphNetwork {
        Objects.requireNonNull(graph, "graph");
        Args.requireSame(
                "the length of theta",
                parameters.size(),
                graph.parameters(),
                "give one number per parameter of the graph");
    }

    /** Returns the numbers of one tensor, row by row. */
    public RealVector values(ParameterTensor tensor) {
        return parameters.slice(Math.toIntExact(tensor.offset()), Math.toIntExact(tensor.end()));
    }

    /** Returns the same network with other numbers. */
    public GraphNetwork withParameters(RealVector other) {
        return new GraphNetwork(graph, other);
    }
}
