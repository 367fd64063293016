package io.github.fisherscope.core.graph;

import io.github.fisherscope.core.check.Args;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A network without its numbers: nodes in an order in which each takes the outputs of earlier ones, the last node being the
 * output. One graph serves any number of parameter vectors: those of an ensemble, of checkpoints, of perturbations.
 * Immutable.
 *
 * <p>The parameter vector θ has the tensors node by node, in the order of {@link Layer#parameters}.
 */
public final class Graph {
    /** The number that stands for the network's input among the inputs of a node. */
    public static final int INPUT = -1;

    private final Shape input;
    private final List<Node> nodes;

    private Graph(Shape input, List<Node> nodes) {
        this.input = input;
        this.nodes = List.copyOf(nodes);
    }

    /** Begins a graph on inputs of the given shape. */
    public static Builder on(Shape input) {
        return new Builder(input);
    }

    /** Returns the shape of one sample. */
    public Shape input() {
        return input;
    }

    public List<Node> nodes() {
        return nodes;
    }

    public Node node(int number) {
        return nodes.get(number);
    }

    /** Returns the shape of one sample's output. */
    public Shape output() {
        return nodes.get(nodes.size() - 1).output();
    }

    /** Returns the shape of the output of node {@code number}, or of the network's input for {@link #INPUT}. */
    public Shape shape(int number) {
        return number == INPUT ? input : node(number).output();
    }

    /** Returns all tensors of parameters in the order of θ. */
    public List<ParameterTensor> tensors() {
        return nodes.stream().flatMap(n -> n.tensors().stream()).toList();
    }

    /** Returns P. */
    public long parameters() {
        return nodes.stream().mapToLong(Node::parameters).sum();
    }

    /**
     * Returns the tensor of a name.
     *
     * @throws IllegalArgumentException if there is none; the message has the names that there are
     */
    public ParameterTensor tensor(String name) {
        return tensors().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no parameter '%s' among %s"
                        .formatted(
                                name,
                                tensors().stream().map(ParameterTensor::name).toList())));
    }

    /** Puts a graph together, node by node. */
    public static final class Builder {
        private final Shape input;
        private final List<Node> nodes = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private long parameters;

        private Builder(Shape input) {
            this.input = input;
        }

        /**
         * Adds a node behind the last one, or on the input if it is the first.
         *
         * @return the number of the node
         */
        public int then(String name, Layer layer) {
            return add(name, layer, List.of(nodes.size() - 1));
        }

        /**
         * Adds a node.
         *
         * @param inputs numbers of earlier nodes, or {@link #INPUT}
         * @return the number of the node
         * @throws IllegalArgumentException if the name is taken, an input does not exist yet, or the layer does not take its
         *     shape
         */
        public int add(String name, Layer layer, List<Integer> inputs) {
            Args.require(names.add(name), "there are two nodes of the name '%s'; give each its own", name);
            List<Shape> shapes = new ArrayList<>();
            for (int i : inputs) {
                Args.require(
                        i >= INPUT && i < nodes.size(),
                        "node '%s' takes the output of node %d; it can take those of nodes before it, %d to %d",
                        name,
                        i,
                        INPUT,
                        nodes.size() - 1);
                shapes.add(i == INPUT ? input : nodes.get(i).output());
            }
            nodes.add(new Node(name, layer, inputs, outputOf(name, layer, shapes), tensors(name, layer)));
            return nodes.size() - 1;
        }

        private static Shape outputOf(String name, Layer layer, List<Shape> shapes) {
            try {
                return layer.output(shapes);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("node '%s': %s".formatted(name, e.getMessage()), e);
            }
        }

        private List<ParameterTensor> tensors(String name, Layer layer) {
            List<ParameterTensor> tensors = new ArrayList<>();
            for (Map.Entry<String, Shape> p : layer.parameters().entrySet()) {
                tensors.add(new ParameterTensor(name + "." + p.getKey(), p.getValue(), parameters));
                parameters += p.getValue().size();
            }
            return tensors;
        }

        /**
         * Returns the graph.
         *
         * @throws IllegalArgumentException if it has no node, or a node whose output nobody takes
         */
        public Graph build() {
            Args.require(!nodes.isEmpty(), "the graph has no node; a network has at least one layer");
            Set<Integer> taken = new HashSet<>();
            nodes.forEach(n -> taken.addAll(n.inputs()));
            for (int i = 0; i < nodes.size() - 1; i++) {
                Args.require(
                        taken.contains(i),
                        "nothing takes the output of node '%s'; the last node is the output",
                        nodes.get(i).name());
            }
            return new Graph(input, nodes);
        }
    }
}
