package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.operator.Value.Weights;
import io.github.fisherscope.formats.onnx.proto.OnnxGraph;
import io.github.fisherscope.formats.onnx.proto.OnnxModel;
import io.github.fisherscope.formats.onnx.proto.OnnxNode;
import io.github.fisherscope.formats.onnx.proto.OnnxTensor;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the nodes of one graph in their order into a network. Parameters are found by what takes them: a stored
 * floating-point tensor, or a view of one, that a layer takes as a weight or a tensor is a parameter; one that is a setting
 * (statistics of batch normalisation, bounds, paddings) is a number.
 */
public final class Import {
    private final OnnxModel model;
    private final ImportOptions options;
    private final GraphAssembly assembly;
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, Integer> takers = new HashMap<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final List<String> refusals = new ArrayList<>();
    private final boolean tokens;
    private int normalizations;

    /**
     * Begins to read a graph.
     *
     * @param input name of the input
     * @param shape its dimensions, the batch axis 1
     * @param tokens whether it is whole numbers
     */
    public Import(OnnxModel model, ImportOptions options, String input, List<Integer> shape, boolean tokens) {
        this.tokens = tokens;
        this.model = model;
        this.options = options;
        this.assembly = new GraphAssembly(Dims.shape(shape));
        OnnxGraph graph = model.graph();
        graph.nodes().forEach(n -> n.inputs().forEach(name -> takers.merge(name, 1, Integer::sum)));
        graph.outputs().forEach(v -> takers.merge(v.name(), 1, Integer::sum));
        graph.initializers().values().forEach(this::store);
        values.put(input, new Signal(Graph.INPUT, shape));
    }

    private void store(OnnxTensor tensor) {
        boolean floating = tensor.kind().filter(k -> k.floating()).isPresent();
        if (floating) {
            assembly.declare(new StoredTensor(tensor.name(), tensor.dimensions(), tensor::reals));
            values.put(
                    tensor.name(), new Weights(tensor.name(), tensor.dimensions(), WeightSource.EntryTable.identity()));
        } else {
            values.put(
                    tensor.name(),
                    tensor.kind().isPresent() ? new Fixed(ConstantTensors.numbers(tensor)) : new Value.Unknown());
        }
    }

    /** Reads all nodes. */
    public void run() {
        for (OnnxNode node : model.graph().nodes()) {
            read(node);
        }
    }

    private void read(OnnxNode node) {
        List<Value> outputs = List.of();
        try {
            outputs = apply(node);
        } catch (UnsupportedOperatorException e) {
            refusals.add("node '%s' (%s) %s; %s".formatted(node.name(), node.operator(), e.getMessage(), e.remedy()));
        } catch (IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            refusals.add("node '%s' (%s): %s".formatted(node.name(), node.operator(), e.getMessage()));
        }
        for (int i = 0; i < node.outputs().size(); i++) {
            values.put(node.outputs().get(i), i < outputs.size() ? outputs.get(i) : new Value.Unknown());
        }
    }

    private List<Value> apply(OnnxNode node) {
        Operator operator = Operators.find(node);
        List<Optional<Value>> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            Value value = name.isEmpty() ? null : values.get(name);
            if (value instanceof Value.Unknown) {
                return List.of();
            }
            inputs.add(Optional.ofNullable(value));
        }
        return operator.apply(new NodeCall(this, node, inputs));
    }

    /** Returns the problems, one for each node that cannot be read. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Returns the notes. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Returns the number of normalisations. */
    public int normalizations() {
        return normalizations;
    }

    public GraphAssembly assembly() {
        return assembly;
    }

    /** Returns what a name stands for. */
    public Value value(String name) {
        return Objects.requireNonNullElseGet(values.get(name), Value.Unknown::new);
    }

    int opset() {
        return model.opset();
    }

    boolean tokens() {
        return tokens;
    }

    int takers(String name) {
        return takers.getOrDefault(name, 0);
    }

    boolean isTaken(String name) {
        return !name.isEmpty() && takers.containsKey(name);
    }

    void countNormalization() {
        normalizations++;
    }

    void note(String sentence) {
        notes.add(sentence);
    }

    int emit(String name, Layer layer, List<Integer> inputs, List<WeightSource> weights) {
        OptionalInt shorter = Spellings.shorter(assembly, name, layer, inputs);
        return shorter.isPresent() ? shorter.getAsInt() : assembly.add(name, layer, inputs, weights);
    }

    /** Returns the numbers of a stored tensor, or of a view of one. */
    KnownNumbers numbers(Weights weights) {
        double[] all = Objects.requireNonNull(assembly.tensors().get(weights.tensor()))
                .values()
                .get();
        double[] picked = new double[weights.size()];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = all[weights.entries().index(i)];
        }
        return KnownNumbers.reals(weights.dims(), picked);
    }

    /** Returns a tensor as a parameter, or as numbers if the options freeze it. */
    WeightSource source(Weights weights) {
        return options.isParameter(weights.tensor())
                ? new WeightSource.Stored(weights.tensor(), weights.entries())
                : frozen(weights);
    }

    private WeightSource frozen(Weights weights) {
        note("'" + weights.tensor() + "' is frozen: its numbers are constants");
        return new WeightSource.Constant(RealVector.takingOver(numbers(weights).toReals()));
    }

    /** Makes a second parameter of the numbers of one, called as a file calls it. */
    Weights untie(Weights weights, String name) {
        assembly.declare(
                new StoredTensor(name, weights.dims(), () -> numbers(weights).toReals()));
        note("'" + name + "' has the numbers of '" + weights.tensor()
                + "' and counts as a parameter of its own: exporters merge tensors of equal numbers");
        return new Weights(name, weights.dims(), WeightSource.EntryTable.identity());
    }
}
