package io.github.fisherscope.formats.onnx.operator;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.entry.Constant;
import io.github.fisherscope.core.layer.entry.Learned;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.WeightSource;
import io.github.fisherscope.formats.onnx.operator.Value.Fixed;
import io.github.fisherscope.formats.onnx.operator.Value.Signal;
import io.github.fisherscope.formats.onnx.operator.Value.Weights;
import io.github.fisherscope.formats.onnx.proto.OnnxAttributes;
import io.github.fisherscope.formats.onnx.proto.OnnxNode;
import io.github.fisherscope.formats.onnx.value.Dims;
import io.github.fisherscope.formats.onnx.value.KnownNumbers;
import io.github.fisherscope.formats.onnx.value.Rearrangement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A node, the values that it takes, and the network that it adds to. */
final class NodeCall {
    private final Import network;
    private final OnnxNode node;
    private final List<Optional<Value>> inputs;

    NodeCall(Import network, OnnxNode node, List<Optional<Value>> inputs) {
        this.network = network;
        this.node = node;
        this.inputs = List.copyOf(inputs);
    }

    OnnxNode node() {
        return node;
    }

    OnnxAttributes attributes() {
        return node.attributes();
    }

    int opset() {
        return network.opset();
    }

    GraphAssembly assembly() {
        return network.assembly();
    }

    int inputs() {
        return inputs.size();
    }

    boolean has(int i) {
        return i < inputs.size() && inputs.get(i).isPresent();
    }

    /** Returns input {@code i}. */
    Value input(int i) {
        if (!has(i)) {
            throw refuse("lacks input " + (i + 1), "export the model again");
        }
        return inputs.get(i).orElseThrow();
    }

    /** Returns whether all inputs are known numbers. */
    boolean isFixed() {
        return inputs.stream().allMatch(v -> v.isEmpty() || v.get() instanceof Fixed);
    }

    List<Integer> dims(int i) {
        return input(i).dims();
    }

    /** Returns whether somebody takes output {@code i}. */
    boolean isTaken(int i) {
        return i < node.outputs().size() && network.isTaken(node.outputs().get(i));
    }

    /** Refuses the node if somebody takes an output behind the first {@code count}. */
    void requireOutputs(int count, String what) {
        if (IntStream.range(count, node.outputs().size()).anyMatch(this::isTaken)) {
            throw refuse("returns " + what + " as well", "export a model that does not use them");
        }
    }

    UnsupportedOperatorException refuse(String problem, String remedy) {
        return new UnsupportedOperatorException(problem, remedy);
    }

    /** Returns numbers that must be known when the network is read: settings, never parameters. */
    KnownNumbers numbers(int i) {
        Value value = input(i);
        if (value instanceof Fixed fixed) {
            return fixed.numbers();
        }
        if (value instanceof Weights weights) {
            return network.numbers(weights);
        }
        throw refuse(
                "computes its input " + (i + 1) + " ('" + node.input(i) + "') from the data, where it must be known",
                "export a model whose shapes, indices and masks do not depend on the data");
    }

    /** Returns the numbers of an optional setting. */
    Optional<KnownNumbers> setting(int i) {
        return has(i) ? Optional.of(numbers(i)) : Optional.empty();
    }

    /** Returns a setting that newer files give as input {@code i} and older ones as an attribute. */
    Optional<List<Integer>> integers(int i, String attribute) {
        Optional<List<Integer>> given = setting(i).map(KnownNumbers::toIntegers);
        return given.isPresent() ? given : integers(attribute);
    }

    Optional<List<Integer>> integers(String attribute) {
        return attributes()
                .integers(attribute)
                .map(list -> list.stream().map(NodeCall::toInteger).toList());
    }

    private static int toInteger(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /** Returns an axis that is an attribute, counted from the front. */
    int axis(String attribute, long otherwise, int rank) {
        return Dims.axis(attributes().integer(attribute, otherwise), rank);
    }

    /** Returns an input as the source of a layer's parameter, or nothing if it depends on the data. */
    Optional<WeightSource> weights(int i) {
        return weights(input(i));
    }

    Optional<WeightSource> weights(Value value) {
        if (value instanceof Fixed fixed) {
            return Optional.of(new WeightSource.Constant(
                    RealVector.takingOver(fixed.numbers().toReals())));
        }
        if (value instanceof Weights weights) {
            return Optional.of(network.source(weights));
        }
        return Optional.empty();
    }

    /** Returns a value that is stored as the source of a layer's parameter. */
    WeightSource requireWeights(Value value) {
        return weights(value)
                .orElseThrow(() -> refuse("takes a parameter from what is computed", "store it as a tensor"));
    }

    /** Returns an input as the source of a layer's parameter. */
    WeightSource requireWeights(int i, String what) {
        return weights(i)
                .orElseThrow(() -> refuse(
                        "takes its " + what + " ('" + node.input(i) + "') from what is computed",
                        "export a model whose weights are stored tensors"));
    }

    /** Returns an input as what a layer makes: parameters and known numbers become layers without inputs. */
    Signal signal(int i) {
        return signal(input(i));
    }

    Signal signal(Value value) {
        if (value instanceof Signal signal) {
            return signal;
        }
        Shape shape = Dims.shape(value.dims());
        if (value instanceof Weights weights) {
            WeightSource source = network.source(weights);
            if (source instanceof WeightSource.Stored) {
                return new Signal(
                        assembly().add(name("weight"), new Learned(shape), List.of(), List.of(source)), value.dims());
            }
        }
        KnownNumbers numbers = value instanceof Fixed fixed ? fixed.numbers() : network.numbers((Weights) value);
        Layer constant = new Constant(shape, RealVector.takingOver(numbers.toReals()));
        return new Signal(assembly().add(name("constant"), constant, List.of()), value.dims());
    }

    private String name(String part) {
        return node.name() + "." + part;
    }

    /** Adds a layer without parameters on one signal; its output keeps the shape. */
    Signal map(Signal input, Layer layer) {
        return emit(layer, List.of(input), List.of(), input.dims());
    }

    /** Adds a layer on signals, each in the shape that it has here, and returns its output with the given dimensions. */
    Signal emit(Layer layer, List<Signal> inputs, List<WeightSource> weights, List<Integer> dims) {
        int part = part(layer, inputs, weights);
        return new Signal(part, dims);
    }

    /** Adds a layer on signals and returns its output with the dimensions that the layer says. */
    Signal emit(Layer layer, List<Signal> inputs, List<WeightSource> weights) {
        int part = part(layer, inputs, weights);
        return new Signal(part, assembly().shape(part).dimensions());
    }

    private int part(Layer layer, List<Signal> inputs, List<WeightSource> weights) {
        List<Integer> parts = inputs.stream()
                .map(s -> assembly().reshaped(name("reshape"), s.part(), Dims.shape(s.dims())))
                .toList();
        return network.emit(node.name(), layer, parts, weights);
    }

    /** Moves the numbers of a value of any kind. */
    Value move(Value value, Rearrangement moves) {
        return move(value, moves, 0);
    }

    /** Moves the numbers of a value of any kind; entries −1 of the table become {@code fill}. */
    Value move(Value value, Rearrangement moves, double fill) {
        if (value instanceof Fixed fixed) {
            return new Fixed(fixed.numbers().moved(moves, fill));
        }
        boolean filled = IntStream.of(moves.table()).anyMatch(i -> i < 0);
        if (value instanceof Weights weights && !filled) {
            return new Weights(weights.tensor(), moves.dims(), weights.entries().pick(moves.table()));
        }
        Signal signal = signal(value);
        if (moves.isIdentity(signal.size())) {
            return signal.as(moves.dims());
        }
        Layer gather = IndexGather.of(
                node.operator().toLowerCase(Locale.ROOT),
                List.of(Dims.shape(signal.dims())),
                Dims.shape(moves.dims()),
                moves.table(),
                fill);
        return emit(gather, List.of(signal), List.of(), moves.dims());
    }

    /** Gives a value of any kind another shape. */
    Value reshape(Value value, List<Integer> dims) {
        if (Dims.size(dims) != value.size()) {
            throw refuse(
                    "makes the shape " + dims + " of " + value.dims() + ", which has another number of entries",
                    "export the model with an open batch axis (dynamic_axes), so that one sample at a time fits");
        }
        if (value instanceof Fixed fixed) {
            return new Fixed(fixed.numbers().reshaped(dims));
        }
        if (value instanceof Weights weights) {
            return new Weights(weights.tensor(), dims, weights.entries());
        }
        return ((Signal) value).as(dims);
    }

    /** Stretches a signal to a shape. */
    Signal broadcast(Signal signal, List<Integer> dims) {
        return signal.dims().equals(dims) ? signal : signal(move(signal, Rearrangement.expand(signal.dims(), dims)));
    }

    /** Lays signals one behind the other along an axis. */
    Signal concat(List<Signal> signals, int axis) {
        Rearrangement moves =
                Rearrangement.concat(signals.stream().map(Signal::dims).toList(), axis);
        List<Shape> shapes = signals.stream().map(s -> Dims.shape(s.dims())).toList();
        Layer gather = IndexGather.of("concat", shapes, Dims.shape(moves.dims()), moves.table(), 0);
        return emit(gather, new ArrayList<>(signals), List.of(), moves.dims());
    }

    /** Returns the layer that makes a signal, or nothing if it is the input or stands in another shape. */
    Optional<GraphAssembly.Part> maker(Signal signal) {
        return signal.part() == Graph.INPUT
                ? Optional.empty()
                : Optional.of(assembly().part(signal.part()));
    }

    /** Returns whether this node alone takes input {@code i}. */
    boolean isOnlyTaker(int i) {
        return network.takers(node.input(i)) == 1;
    }

    /** Returns whether a value is the network's input and that is whole numbers. */
    boolean isTokens(Value value) {
        return network.tokens() && value instanceof Signal signal && signal.part() == Graph.INPUT;
    }

    /** Makes a parameter of its own of the numbers of one. */
    Weights untie(Weights weights, String name) {
        return network.untie(weights, name);
    }

    /** Counts a normalisation. */
    void countNormalization() {
        network.countNormalization();
    }

    /** Notes what a user should know. */
    void note(String sentence) {
        network.note(sentence);
    }
}
