package io.github.fisherscope.formats.model;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A network while a reader puts it together. Layers may be added that nobody will need: those that the output does not depend
 * on are left out at the end, and so are tensors that no layer uses. Parameters get the order in which the tensors were
 * declared, whatever the order of the layers.
 */
public final class GraphAssembly {
    private final Shape input;
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /**
     * A layer and where it stands.
     *
     * @param name what messages call it
     * @param layer what it does
     * @param inputs numbers of earlier parts, or {@link Graph#INPUT}
     * @param weights one source for each parameter of the layer
     * @param output shape of its output
     */
    public record Part(String name, Layer layer, List<Integer> inputs, List<WeightSource> weights, Shape output) {
        public Part {
            inputs = List.copyOf(inputs);
            weights = List.copyOf(weights);
        }
    }

    /** Begins a network on inputs of a shape. */
    public GraphAssembly(Shape input) {
        this.input = input;
    }

    /** Declares a tensor that layers may use; θ has the tensors in this order. */
    public void declare(StoredTensor tensor) {
        tensors.put(tensor.name(), tensor);
    }

    /** Returns the tensors that were declared, by their names. */
    public Map<String, StoredTensor> tensors() {
        return tensors;
    }

    /**
     * Adds a layer.
     *
     * @return its number
     * @throws IllegalArgumentException if the layer does not take such inputs
     */
    public int add(String name, Layer layer, List<Integer> inputs, List<WeightSource> weights) {
        Shape output = layer.output(inputs.stream().map(this::shape).toList());
        parts.add(new Part(name, layer, inputs, weights, output));
        return parts.size() - 1;
    }

    /** Adds a layer without parameters. */
    public int add(String name, Layer layer, List<Integer> inputs) {
        return add(name, layer, inputs, List.of());
    }

    /** Puts another layer in the place of one that has the same inputs and an output of the same shape. */
    public void replace(int number, Layer layer, List<WeightSource> weights) {
        Part part = parts.get(number);
        parts.set(number, new Part(part.name(), layer, part.inputs(), weights, part.output()));
    }

    /** Returns the number of an output with the given shape: the same one, or one that reshapes it. */
    public int reshaped(String name, int number, Shape shape) {
        Shape own = shape(number);
        return own.equals(shape) ? number : add(name, IndexGather.reshape(own, shape), List.of(number));
    }

    public Part part(int number) {
        return parts.get(number);
    }

    /** Returns the shape of an output, or of the input. */
    public Shape shape(int number) {
        return number == Graph.INPUT ? input : parts.get(number).output();
    }

    /**
     * Returns the network whose output is that of a part.
     *
     * @throws IllegalArgumentException if the output is the input itself
     */
    public GraphNetwork finish(int output) {
        return new GraphNetwork(graph(output), theta(used(needed(output))));
    }

    /** Returns the layers of that network. */
    public Graph graph(int output) {
        BitSet needed = needed(output);
        Graph.Builder graph = Graph.on(input);
        Map<String, Integer> numbers = new HashMap<>();
        for (StoredTensor tensor : used(needed)) {
            Shape shape = tensor.dimensions().isEmpty() ? Shape.of(1) : new Shape(tensor.dimensions());
            numbers.put(tensor.name(), graph.parameter(tensor.name(), shape));
        }
        Map<Integer, Integer> places = new HashMap<>(Map.of(Graph.INPUT, Graph.INPUT));
        Set<String> names = new HashSet<>();
        for (int i = needed.nextSetBit(0); i >= 0; i = needed.nextSetBit(i + 1)) {
            Part part = parts.get(i);
            List<ParameterView> views =
                    part.weights().stream().map(w -> view(w, numbers)).toList();
            List<Integer> inputs = part.inputs().stream().map(places::get).toList();
            places.put(i, graph.add(unique(part.name(), names), part.layer(), inputs, views));
        }
        return graph.build();
    }

    private static String unique(String name, Set<String> names) {
        String own = name;
        for (int i = 2; !names.add(own); i++) {
            own = name + "#" + i;
        }
        return own;
    }

    private BitSet needed(int output) {
        if (output == Graph.INPUT) {
            throw new IllegalArgumentException("the output is the input itself; a network has at least one layer");
        }
        BitSet needed = new BitSet();
        needed.set(output);
        for (int i = output; i >= 0; i--) {
            if (needed.get(i)) {
                parts.get(i).inputs().stream().filter(n -> n != Graph.INPUT).forEach(needed::set);
            }
        }
        return needed;
    }

    private List<StoredTensor> used(BitSet needed) {
        Set<String> names = new HashSet<>();
        needed.stream()
                .forEach(i -> parts.get(i).weights().forEach(w -> {
                    if (w instanceof WeightSource.Stored stored) {
                        names.add(stored.tensor());
                    }
                }));
        return tensors.values().stream().filter(t -> names.contains(t.name())).toList();
    }

    private ParameterView view(WeightSource source, Map<String, Integer> numbers) {
        if (source instanceof WeightSource.Constant constant) {
            return ParameterView.constant(constant.values().toArray());
        }
        WeightSource.Stored stored = (WeightSource.Stored) source;
        int tensor = Objects.requireNonNull(numbers.get(stored.tensor()), "every tensor of a layer was declared");
        int size = Objects.requireNonNull(tensors.get(stored.tensor())).size();
        return stored.entries().isWhole(size)
                ? ParameterView.whole(tensor)
                : ParameterView.of(tensor, stored.entries().toArray(size));
    }

    private static RealVector theta(List<StoredTensor> used) {
        int size = 0;
        for (StoredTensor tensor : used) {
            size = Math.addExact(size, tensor.size());
        }
        double[] theta = new double[size];
        int at = 0;
        for (StoredTensor tensor : used) {
            double[] values = tensor.values().get();
            System.arraycopy(values, 0, theta, at, values.length);
            at += values.length;
        }
        return RealVector.takingOver(theta);
    }
}
