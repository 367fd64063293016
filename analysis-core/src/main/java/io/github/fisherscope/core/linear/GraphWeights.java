package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.layer.ComputedLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a graph on a backend: θ, and a copy of what nodes do not read in place. Batches of samples share them.
 * Memory: P numbers, and once more those of nodes that view parameters in another order than θ has them.
 */
public final class GraphWeights implements AutoCloseable {
    /** Numbers that go to the backend at once. */
    static final int AT_ONCE = 1 << 20;

    private final GraphNetwork network;
    private final Backend backend;
    private final Matrix theta;
    private final List<NodeParameters> places = new ArrayList<>();
    private final List<Matrix> parts = new ArrayList<>();
    private final boolean[] active;

    private GraphWeights(GraphNetwork network, Backend backend) {
        this.network = network;
        this.backend = backend;
        this.theta = backend.allocate(1, network.parameters().size());
        this.active = active(network.graph());
    }

    private void fill() {
        double[] some = new double[Math.min(AT_ONCE, network.parameters().size())];
        for (int from = 0; from < network.parameters().size(); from += some.length) {
            int count = Math.min(some.length, network.parameters().size() - from);
            network.parameters().copyTo(from, some, 0, count);
            theta.write(0, from, some, 0, count);
        }
        Graph graph = network.graph();
        for (Node node : graph.nodes()) {
            NodeParameters own = new NodeParameters(graph, node, backend);
            places.add(own);
            parts.add(own.take(theta, true));
        }
    }

    /** Returns for every node whether its output depends on a parameter. */
    static boolean[] active(Graph graph) {
        boolean[] active = new boolean[graph.nodes().size()];
        for (int i = 0; i < active.length; i++) {
            Node node = graph.node(i);
            active[i] = node.hasParameters() || node.inputs().stream().anyMatch(n -> n != Graph.INPUT && active[n]);
        }
        return active;
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
        GraphWeights weights = new GraphWeights(network, backend);
        try {
            weights.fill();
            return weights;
        } catch (RuntimeException | Error e) {
            weights.close();
            throw e;
        }
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

    @Override
    public void close() {
        parts.forEach(Matrix::close);
        theta.close();
    }
}
