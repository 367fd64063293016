package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.DenseKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a graph on a backend: θ, and a copy of what nodes do not read in place. Batches of samples share them.
 * Memory: P numbers, and once more those of nodes that view parameters in another order than θ has them.
 */
public final class GraphWeights implements AutoCloseable {
    private final GraphNetwork network;
    private final Backend backend;
    private final Matrix theta;
    private final List<NodeParameters> places = new ArrayList<>();
    private final List<Matrix> parts = new ArrayList<>();
    private final boolean[] active;

    private GraphWeights(GraphNetwork network, Backend backend) {
        this.network = network;
        this.backend = backend;
        double[] numbers = network.parameters().toArray();
        this.theta = backend.allocate(1, numbers.length);
        theta.write(0, 0, numbers, 0, numbers.length);
        Graph graph = network.graph();
        this.active = new boolean[graph.nodes().size()];
        for (int i = 0; i < active.length; i++) {
            Node node = graph.node(i);
            NodeParameters own = new NodeParameters(graph, node, backend);
            places.add(own);
            parts.add(own.take(theta, true));
            active[i] = node.hasParameters() || node.inputs().stream().anyMatch(n -> n != Graph.INPUT && active[n]);
        }
    }

    /**
     * Uploads a network.
     *
     * @throws IllegalArgumentException if a layer cannot be computed
     */
    public static GraphWeights of(GraphNetwork network, Backend backend) {
        for (Node node : network.graph().nodes()) {
            Args.require(
                    node.layer() instanceof ComputedLayer,
                    "node '%s' is of the kind %s, which cannot be computed",
                    node.name(),
                    node.layer().kind());
        }
        return new GraphWeights(network, backend);
    }

    public GraphNetwork network() {
        return network;
    }

    public Graph graph() {
        return network.graph();
    }

    public Backend backend() {
        return backend;
    }

    NodeParameters places(int node) {
        return places.get(node);
    }

    /** Returns the numbers that a node's layer takes (1 × their number). */
    Matrix part(int node) {
        return parts.get(node);
    }

    /** Returns whether the output of a node depends on a parameter. */
    boolean active(int node) {
        return node != Graph.INPUT && active[node];
    }

    /** Returns the largest number of cotangents that a row has on its way down through the graph at once. */
    public double widestDescent() {
        Graph graph = graph();
        Node output = graph.node(active.length - 1);
        boolean single = output.layer() instanceof DenseKernel.Of;
        return GraphDescent.widest(
                graph, active, single ? graph.output().channels() : graph.output().size());
    }

    @Override
    public void close() {
        parts.forEach(Matrix::close);
        theta.close();
    }
}
