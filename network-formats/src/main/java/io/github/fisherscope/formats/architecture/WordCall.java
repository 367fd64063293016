package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** One line of an architecture file, with what it needs to become layers. */
final class WordCall {
    static final String WEIGHT_VARIANCE = "weight_variance";
    static final String BIAS_VARIANCE = "bias_variance";

    private final ArchitectureNetwork network;
    private final String place;
    private final String word;
    private final JsonNode line;

    WordCall(ArchitectureNetwork network, String place, String word, JsonNode line) {
        this.network = network;
        this.place = place;
        this.word = word;
        this.line = line;
    }

    String place() {
        return place;
    }

    /** Returns the value that stands behind the word. */
    JsonNode value() {
        return line.path(word);
    }

    /** Returns the prefix of the names of its tensors. */
    String prefix() {
        if (!value().isString() || value().asString().isEmpty()) {
            throw wrong("needs the prefix of its tensors' names, as in {\"" + word + "\":\"fc1\"}");
        }
        return value().asString();
    }

    ArchitectureException wrong(String problem) {
        return new ArchitectureException(place + " (" + word + ") " + problem);
    }

    boolean has(String setting) {
        return line.has(setting);
    }

    JsonNode setting(String name) {
        return line.path(name);
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = line.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong("has \"" + name + "\" " + value + "; it must be true or false");
        }
        return value.asBoolean(otherwise);
    }

    int integer(String name, int otherwise, int low) {
        JsonNode value = line.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < low) {
            throw wrong("has \"" + name + "\" " + value + "; it must be a whole number from " + low + " on");
        }
        return value.asInt();
    }

    double real(String name, double otherwise) {
        JsonNode value = line.path(name);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw wrong("has \"" + name + "\" " + value + "; it must be a number");
        }
        return value.asDouble(otherwise);
    }

    /** Returns one number for each axis; a single number stands for all. */
    List<Integer> each(JsonNode value, String name, int axes, int otherwise, int low) {
        List<Integer> numbers = new ArrayList<>();
        if (value.isMissingNode()) {
            return IntStream.range(0, axes).mapToObj(i -> otherwise).toList();
        }
        for (int i = 0; i < axes; i++) {
            JsonNode one = value.isArray() ? value.path(i) : value;
            if (!one.isIntegralNumber() || !one.canConvertToInt() || one.asInt() < low || value.size() > axes) {
                throw wrong("has \"" + name + "\" " + value + "; it must be a whole number from " + low + " on, or "
                        + axes + " of them");
            }
            numbers.add(one.asInt());
        }
        return numbers;
    }

    List<Integer> each(String name, int axes, int otherwise, int low) {
        return each(line.path(name), name, axes, otherwise, low);
    }

    GraphAssembly assembly() {
        return network.assembly();
    }

    Optional<StoredTensor> find(String name) {
        return network.tensors().find(name);
    }

    /** Returns whether the line has to say these sizes, since tensors are drawn, or says them beside a file. */
    boolean sized(String... settings) {
        return network.tensors().drawn() || List.of(settings).stream().allMatch(this::has);
    }

    boolean drawn() {
        return network.tensors().drawn();
    }

    /** Returns a size that the line has to say. */
    int size(String name) {
        if (!has(name)) {
            throw wrong("needs \"" + name + "\": there is no file of tensors that says it");
        }
        return integer(name, 0, 1);
    }

    /** Says that the layer has a matrix, kernel or table. */
    void wantWeight(String name, List<Integer> dimensions, double fanIn) {
        want(name, dimensions, TensorSupply.Role.WEIGHT, fanIn, WEIGHT_VARIANCE);
    }

    /** Says that the layer has biases. */
    void wantBias(String name, int count) {
        want(name, List.of(count), TensorSupply.Role.BIAS, 1, BIAS_VARIANCE);
    }

    /** Says that the normalisation has a scale, and a shift where {@code shifted}. */
    void wantAffine(List<Integer> dimensions, boolean shifted) {
        want(prefix() + ".weight", dimensions, TensorSupply.Role.SCALE, 1, WEIGHT_VARIANCE);
        if (shifted) {
            want(prefix() + ".bias", dimensions, TensorSupply.Role.SHIFT, 1, BIAS_VARIANCE);
        }
    }

    private void want(String name, List<Integer> dimensions, TensorSupply.Role role, double fanIn, String variance) {
        double own = has(variance) ? real(variance, 0) : Double.NaN;
        if (own < 0) {
            throw wrong("has \"" + variance + "\" " + setting(variance) + "; it must be a number from 0 on");
        }
        network.tensors().want(place + " (" + word + ")", new TensorSupply.Wanted(name, dimensions, role, fanIn, own));
    }

    /** Returns a tensor by one of several names. */
    StoredTensor tensor(String... names) {
        for (String name : names) {
            Optional<StoredTensor> found = find(name);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw wrong("needs the tensor '" + names[0] + "', which the file does not have");
    }

    /** Returns a tensor that must have certain dimensions. */
    StoredTensor tensor(List<Integer> dimensions, String... names) {
        StoredTensor tensor = tensor(names);
        if (!tensor.dimensions().equals(dimensions)) {
            throw wrong("takes '" + tensor.name() + "' of the shape " + new Shape(dimensions) + ", and the file has "
                    + tensor.dimensions());
        }
        return tensor;
    }

    WeightSource whole(StoredTensor tensor) {
        return source(WeightSource.whole(tensor.name()), tensor);
    }

    /** Returns entries of a tensor as a parameter, or as numbers if the options freeze it. */
    WeightSource source(WeightSource.Stored entries, StoredTensor tensor) {
        return network.tensors().isParameter(tensor.name()) ? entries : entries.frozen(tensor);
    }

    /** Adds a layer that keeps the dimensions. */
    Flow map(Flow in, Layer layer, StoredTensor... weights) {
        List<WeightSource> sources = List.of(weights).stream().map(this::whole).toList();
        return emit(List.of(in), layer, sources);
    }

    Flow emit(List<Flow> in, Layer layer, List<WeightSource> weights) {
        List<Integer> parts = in.stream()
                .map(f -> assembly().reshaped(place + ".reshape", f.part(), f.shape()))
                .toList();
        int part = assembly().add(place + "." + word, layer, parts, weights);
        return new Flow(part, assembly().shape(part).dimensions());
    }

    /** Adds a dense layer on the last axis. */
    Flow dense(Flow in, StoredTensor weight, Optional<StoredTensor> bias, boolean transposed) {
        List<Integer> dims = weight.dimensions();
        if (dims.size() != 2) {
            throw wrong("takes the matrix '" + weight.name() + "', and the file has the shape " + dims);
        }
        int inputs = dims.get(transposed ? 0 : 1);
        int outputs = dims.get(transposed ? 1 : 0);
        if (inputs != in.last()) {
            throw wrong("has " + inputs + " inputs by '" + weight.name() + "' and gets the shape " + in.shape()
                    + ", whose last dimension is " + in.last());
        }
        List<WeightSource> sources = new ArrayList<>();
        sources.add(
                transposed ? source(WeightSource.transposed(weight.name(), inputs, outputs), weight) : whole(weight));
        bias.ifPresent(b -> {
            if (b.size() != outputs) {
                throw wrong("has " + outputs + " outputs and " + b.size() + " biases in '" + b.name() + "'");
            }
            sources.add(whole(b));
        });
        return emit(List.of(in), new DenseKernel.Of(new DenseShape(inputs, outputs, bias.isPresent())), sources);
    }

    /** Runs lines of layers one after the other. */
    Flow run(JsonNode lines, String name, Flow in) {
        return network.run(lines, place + "." + name, in);
    }

    void countNormalization() {
        network.countNormalization();
    }
}
