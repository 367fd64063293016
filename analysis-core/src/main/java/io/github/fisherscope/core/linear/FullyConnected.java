package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fully connected networks inside graphs: a chain of dense layers on a vector, each followed by at most one activation. A
 * network that is recognised takes the fast paths and has a theory; for any other the reason is told.
 */
public final class FullyConnected {
    private FullyConnected() {}

    /**
     * What was found.
     *
     * @param layers the dense layers with their activations, in order; empty if the graph is no such chain
     * @param reason why it is none, one clause; empty if it is one
     */
    public record Recognition(List<Chained> layers, String reason) {
        public Recognition {
            layers = List.copyOf(layers);
        }

        /** Returns whether the graph is a chain of dense layers. */
        public boolean covers() {
            return reason.isEmpty();
        }

        private static Recognition no(String reason) {
            return new Recognition(List.of(), reason);
        }
    }

    /**
     * A dense node and what follows it.
     *
     * @param node the node
     * @param activation φ, the identity if no activation follows
     */
    public record Chained(Node node, Activation activation) {}

    /** Recognises a graph. Cost: O(nodes). */
    public static Recognition recognize(Graph graph) {
        Optional<String> shared = sharing(graph);
        if (shared.isPresent()) {
            return Recognition.no(shared.get());
        }
        List<Chained> layers = new ArrayList<>();
        boolean open = false;
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.node(i);
            if (!node.inputs().equals(List.of(i - 1))) {
                return Recognition.no(
                        "node '" + node.name() + "' does not take the output of the node before it alone");
            }
            if (node.layer() instanceof DenseKernel.Of) {
                if (graph.shape(i - 1).positions() != 1) {
                    return Recognition.no(
                            "the dense layer '" + node.name() + "' acts on every position of " + graph.shape(i - 1));
                }
                layers.add(new Chained(node, new Activation.Identity()));
                open = true;
            } else if (node.layer() instanceof Activated.Of activated && open) {
                layers.set(
                        layers.size() - 1,
                        new Chained(layers.get(layers.size() - 1).node(), activated.activation()));
                open = false;
            } else if (!node.layer().onlyReshapes()) {
                return Recognition.no("node '" + node.name() + "' is of the kind "
                        + node.layer().kind() + " where a dense layer is expected");
            }
        }
        return layers.isEmpty() ? Recognition.no("there is no dense layer") : new Recognition(layers, "");
    }

    /** Returns what is said of parameters that are not each used once, whole and by one layer; nothing if all are. */
    private static Optional<String> sharing(Graph graph) {
        Map<Integer, BitSet> seen = new HashMap<>();
        for (Node node : graph.nodes()) {
            for (ParameterView view : node.views()) {
                if (view.isConstant()) {
                    return Optional.of("node '" + node.name() + "' has constants in the place of parameters");
                }
                int size = graph.tensors().get(view.tensor()).shape().size();
                BitSet entries = seen.computeIfAbsent(view.tensor(), k -> new BitSet());
                boolean repeated = !entries.isEmpty() || view.marks(entries, size);
                if (repeated || entries.cardinality() != size) {
                    return Optional.of("the parameter '"
                            + graph.tensors().get(view.tensor()).name() + "' is shared, or used in part");
                }
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the network that a graph is at given parameters.
     *
     * @throws IllegalArgumentException if it is no chain of dense layers, with the reason
     */
    public static NeuralNetwork network(Graph graph, double[] parameters) {
        return network(new GraphNetwork(graph, RealVector.of(parameters)));
    }

    /** Returns the network that a graph is; see {@link #network(Graph, double[])}. Its θ goes layer by layer, weights first. */
    public static NeuralNetwork network(GraphNetwork given) {
        Graph graph = given.graph();
        Recognition found = recognize(graph);
        Args.require(found.covers(), "the graph is not fully connected: %s", found.reason());
        List<DenseLayer> layers = new ArrayList<>();
        for (Chained chained : found.layers()) {
            Node node = chained.node();
            Shape weight = node.slots().get(0);
            layers.add(new DenseLayer(
                    node.name(),
                    weight.channels(),
                    weight.positions(),
                    values(given, node.views().get(0)),
                    node.views().size() > 1 ? values(given, node.views().get(1)) : null,
                    chained.activation()));
        }
        return NeuralNetwork.of(layers);
    }

    private static RealVector values(GraphNetwork network, ParameterView view) {
        RealVector tensor = network.values(network.graph().tensors().get(view.tensor()));
        double[] values = new double[tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.get(view.index(i));
        }
        return RealVector.takingOver(values);
    }

    /**
     * Returns a network's graph; its parameter vector has the order of {@link NeuralNetwork#parameterVector}. Activations that
     * are the identity have no node.
     */
    public static Graph graph(NeuralNetwork network) {
        Graph.Builder graph = Graph.on(Shape.of(network.inputs()));
        for (DenseLayer layer : network.layers()) {
            graph.then(layer.name(), new DenseKernel.Of(layer.shape()));
            if (!(layer.activation() instanceof Activation.Identity)) {
                graph.then(layer.name() + "." + layer.activation().id(), new Activated.Of(layer.activation()));
            }
        }
        return graph.build();
    }
}
