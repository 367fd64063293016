package io.github.fisherscope.core.graph;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.ParameterBlocks;
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
 * <p>The parameter vector θ has the tensors in the order in which they were added. A node reads them through {@link
 * ParameterView}s, so that several nodes may share one.
 */
public final class Graph {
    /** The number that stands for the network's input among the inputs of a node. */
    public static final int INPUT = -1;

    private final Shape input;
    private final List<ParameterTensor> tensors;
    private final List<Node> nodes;

    private Graph(Shape input, List<ParameterTensor> tensors, List<Node> nodes) {
        this.input = input;
        this.tensors = List.copyOf(tensors);
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
        return tensors;
    }

    /** Returns P. */
    public long parameters() {
        return tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
    }

    /** Returns the tensors as blocks of θ. */
    public ParameterBlocks blocks() {
        return new TensorBlocks(tensors);
    }

    /**
     * Returns the tensor of a name.
     *
     * @throws IllegalArgumentException if there is none; the message has the names that there are
     */
    public ParameterTensor tensor(String name) {
        return tensors.stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no parameter '%s' among %s"
                        .formatted(
                                name,
                                tensors.stream().map(ParameterTensor::name).toList())));
    }

    /** Puts a graph together, node by node. */
    public static final class Builder {
        private final Shape input;
        private final List<ParameterTensor> tensors = new ArrayList<>();
        private final List<Node> nodes = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private final Set<String> tensorNames = new HashSet<>();

        private Builder(Shape input) {
            this.input = input;
        }

        /** Returns the shape of the output of node {@code number}, or of the network's input for {@link #INPUT}. */
        public Shape shape(int number) {
            return number == INPUT ? input : nodes.get(number).output();
        }

        /**
         * Adds a tensor to θ, behind those that are there.
         *
         * @return the number of the tensor, for {@link ParameterView}s
         * @throws IllegalArgumentException if the name is taken
         */
        public int parameter(String name, Shape shape) {
            Args.require(tensorNames.add(name), "there are two parameters of the name '%s'; give each its own", name);
            long offset =
                    tensors.isEmpty() ? 0 : tensors.get(tensors.size() - 1).end();
            tensors.add(new ParameterTensor(name, shape, offset));
            return tensors.size() - 1;
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
         * Adds a node with parameters of its own, called as the node and the layer call them: {@code name.weight}.
         *
         * @param inputs numbers of earlier nodes, or {@link #INPUT}
         * @return the number of the node
         * @throws IllegalArgumentException if the name is taken, an input does not exist yet, or the layer does not take its
         *     shape
         */
        public int add(String name, Layer layer, List<Integer> inputs) {
            Shape output = begin(name, layer, inputs);
            List<ParameterView> views = new ArrayList<>();
            for (Map.Entry<String, Shape> p : layer.parameters().entrySet()) {
                views.add(ParameterView.whole(parameter(name + "." + p.getKey(), p.getValue())));
            }
            return end(new Node(name, layer, inputs, output, views));
        }

        /**
         * Adds a node that reads its parameters through views.
         *
         * @param inputs numbers of earlier nodes, or {@link #INPUT}
         * @param views one for each of the layer's parameters, in their order
         * @return the number of the node
         * @throws IllegalArgumentException if the name is taken, an input does not exist yet, the layer does not take its
         *     shape, or a view has another number of entries than the layer's parameter
         */
        public int add(String name, Layer layer, List<Integer> inputs, List<ParameterView> views) {
            return end(new Node(name, layer, inputs, begin(name, layer, inputs), views));
        }

        private Shape begin(String name, Layer layer, List<Integer> inputs) {
            Args.require(!names.contains(name), "there are two nodes of the name '%s'; give each its own", name);
            List<Shape> shapes = new ArrayList<>();
            for (int i : inputs) {
                Args.require(
                        i >= INPUT && i < nodes.size(),
                        "node '%s' takes the output of node %d; it can take those of nodes before it, %d to %d",
                        name,
                        i,
                        INPUT,
                        nodes.size() - 1);
                shapes.add(shape(i));
            }
            return outputOf(name, layer, shapes);
        }

        private int end(Node node) {
            requireFitting(node);
            names.add(node.name());
            nodes.add(node);
            return nodes.size() - 1;
        }

        private static Shape outputOf(String name, Layer layer, List<Shape> shapes) {
            try {
                return layer.output(shapes);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("node '%s': %s".formatted(name, e.getMessage()), e);
            }
        }

        private void requireFitting(Node node) {
            List<Shape> slots = node.slots();
            Args.requireSame(
                    "the number of views of parameters of node '" + node.name() + "'",
                    node.views().size(),
                    slots.size(),
                    "a layer of the kind " + node.layer().kind() + " has that many parameters");
            for (int i = 0; i < slots.size(); i++) {
                ParameterView view = node.views().get(i);
                int size = slots.get(i).size();
                if (!view.isConstant()) {
                    Args.requireInRange(
                            "the tensor that node '" + node.name() + "' views", view.tensor(), 0, tensors.size() - 1);
                    ParameterTensor viewed = tensors.get(view.tensor());
                    view.requireWithin(node.name(), viewed);
                    size = viewed.shape().size();
                }
                Args.requireSame(
                        "the number of entries of parameter " + (i + 1) + " of node '" + node.name() + "'",
                        view.size(size),
                        slots.get(i).size(),
                        "its shape is " + slots.get(i));
            }
        }

        /**
         * Returns the graph.
         *
         * @throws IllegalArgumentException if it has no node, a node whose output nobody takes, or a parameter that no node
         *     views
         */
        public Graph build() {
            Args.require(!nodes.isEmpty(), "the graph has no node; a network has at least one layer");
            Set<Integer> taken = new HashSet<>();
            Set<Integer> viewed = new HashSet<>();
            nodes.forEach(n -> taken.addAll(n.inputs()));
            nodes.forEach(n -> n.views().stream().filter(v -> !v.isConstant()).forEach(v -> viewed.add(v.tensor())));
            for (int i = 0; i < nodes.size() - 1; i++) {
                Args.require(
                        taken.contains(i),
                        "nothing takes the output of node '%s'; the last node is the output",
                        nodes.get(i).name());
            }
            for (int i = 0; i < tensors.size(); i++) {
                Args.require(
                        viewed.contains(i),
                        "no node uses the parameter '%s'",
                        tensors.get(i).name());
            }
            return new Graph(input, tensors, nodes);
        }
    }
}
