package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** One layer of a model of Keras at work: its settings, its variables, and the graph that it adds to. */
final class KerasCall {
    private final KerasGraph graph;
    private final String name;
    private final JsonNode config;
    private final List<StoredTensor> variables;
    private int taken;

    /**
     * @param name of the layer
     * @param config its settings
     * @param variables in the order in which Keras lists them
     */
    KerasCall(KerasGraph graph, String name, JsonNode config, List<StoredTensor> variables) {
        this.graph = graph;
        this.name = name;
        this.config = config;
        this.variables = variables;
    }

    String name() {
        return name;
    }

    JsonNode config() {
        return config;
    }

    boolean isThree() {
        return graph.isThree();
    }

    KerasException wrong(String problem) {
        return new KerasException("layer '" + name + "' " + problem);
    }

    boolean flag(String setting, boolean otherwise) {
        JsonNode value = config.path(setting);
        return value.isBoolean() ? value.asBoolean() : otherwise;
    }

    double real(String setting, double otherwise) {
        JsonNode value = config.path(setting);
        if (value.isObject()) { // older versions store an array's number so
            value = value.path("value");
        }
        return value.isNumber() ? value.asDouble() : otherwise;
    }

    int integer(String setting, int otherwise) {
        JsonNode value = config.path(setting);
        return value.isIntegralNumber() && value.canConvertToInt() ? value.asInt() : otherwise;
    }

    String text(String setting, String otherwise) {
        JsonNode value = config.path(setting);
        return value.isString() ? value.asString() : otherwise;
    }

    /** Returns one number for each of several axes; a single number stands for all. */
    List<Integer> each(String setting, int axes, int otherwise) {
        JsonNode value = config.path(setting);
        if (value.isMissingNode() || value.isNull()) {
            return IntStream.range(0, axes).mapToObj(i -> otherwise).toList();
        }
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < axes; i++) {
            JsonNode one = value.isArray() ? value.path(i) : value;
            if (!one.isIntegralNumber() || !one.canConvertToInt() || one.asInt() < 1) {
                throw wrong("has " + setting + " " + value + "; it must be positive whole numbers");
            }
            numbers.add(one.asInt());
        }
        return numbers;
    }

    /** Refuses a setting that is not read. */
    void refuse(boolean condition, String what) {
        if (condition) {
            throw wrong(what);
        }
    }

    /** Returns the next variable, called as Keras calls it, which must have these dimensions. */
    StoredTensor variable(String called, List<Integer> dimensions) {
        if (taken >= variables.size()) {
            throw wrong("lacks its variable '" + called + "' in the file");
        }
        StoredTensor found = variables.get(taken++);
        if (!found.dimensions().equals(dimensions)) {
            throw wrong("takes '" + called + "' of the shape " + new Shape(dimensions) + ", and the file has "
                    + found.dimensions());
        }
        return graph.declare(found, name, called);
    }

    /** Returns entries of a variable as a parameter, or as numbers if the options freeze it. */
    WeightSource source(WeightSource.Stored entries, StoredTensor tensor) {
        ImportOptions options = graph.options();
        return options.isParameter(tensor.name()) ? entries : entries.frozen(tensor);
    }

    WeightSource whole(StoredTensor tensor) {
        return source(WeightSource.whole(tensor.name()), tensor);
    }

    GraphAssembly assembly() {
        return graph.assembly();
    }

    /** Returns the same tensor in the order that Keras has. */
    KerasFlow plain(KerasFlow in) {
        if (!in.moved()) {
            return in;
        }
        List<Integer> order = new ArrayList<>(List.of(0));
        IntStream.range(2, in.rank()).forEach(order::add);
        order.add(1);
        return new KerasFlow(transpose(in, order), in.dims(), false);
    }

    /** Returns the same tensor with channels behind the batch axis. */
    KerasFlow channelsFirst(KerasFlow in) {
        if (in.moved() || in.rank() < 3) {
            return in;
        }
        List<Integer> order = new ArrayList<>(List.of(0, in.rank() - 1));
        IntStream.range(1, in.rank() - 1).forEach(order::add);
        return new KerasFlow(transpose(in, order), in.dims(), true);
    }

    private int transpose(KerasFlow in, List<Integer> order) {
        int part = assembly().reshaped(name + ".reshape", in.part(), in.shape());
        return assembly().add(name + ".transpose", IndexGather.transpose(in.shape(), order), List.of(part));
    }

    /** Adds a layer; its output stands as its tensors say. */
    int add(List<KerasFlow> in, Layer layer, List<WeightSource> weights) {
        List<Integer> parts = in.stream()
                .map(f -> assembly().reshaped(name + ".reshape", f.part(), f.shape()))
                .toList();
        return assembly().add(name, layer, parts, weights);
    }

    /** Adds a layer that keeps the dimensions and the order of axes. */
    KerasFlow map(KerasFlow in, Layer layer, StoredTensor... weights) {
        List<WeightSource> sources = List.of(weights).stream().map(this::whole).toList();
        return new KerasFlow(add(List.of(in), layer, sources), in.dims(), in.moved());
    }

    /** Adds a layer on tensors in the order of Keras. */
    KerasFlow emit(KerasFlow in, Layer layer, List<WeightSource> weights) {
        int part = add(List.of(plain(in)), layer, weights);
        return new KerasFlow(part, assembly().shape(part).dimensions(), false);
    }

    /** Adds a layer on a tensor whose channels stand behind the batch axis, and whose output is so. */
    KerasFlow spatial(KerasFlow in, Layer layer, List<WeightSource> weights) {
        boolean first = text("data_format", "channels_last").equals("channels_first");
        KerasFlow given = first ? plain(in) : channelsFirst(in);
        int part = add(List.of(given), layer, weights);
        List<Integer> dims = assembly().shape(part).dimensions();
        return first ? new KerasFlow(part, dims, false) : new KerasFlow(part, KerasFlow.movedToBack(dims), true);
    }

    /** Returns the number of channels of an input to a spatial layer. */
    int channels(KerasFlow in) {
        return text("data_format", "channels_last").equals("channels_first")
                ? in.dims().get(1)
                : in.last();
    }

    /** Returns the lengths of the axes over which a window goes. */
    List<Integer> positions(KerasFlow in) {
        return text("data_format", "channels_last").equals("channels_first")
                ? in.dims().subList(2, in.rank())
                : in.dims().subList(1, in.rank() - 1);
    }

    /** Refuses an input of another rank. */
    void requireRank(KerasFlow in, int rank) {
        if (in.rank() != rank) {
            throw wrong("takes a sample of " + (rank - 1) + " axes and gets "
                    + in.dims().subList(1, in.rank()));
        }
    }

    /** Returns the shape that places a number for each channel in the tensor. */
    static Shape placed(KerasFlow in, Set<Integer> axes) {
        List<Integer> dims = new ArrayList<>();
        List<Integer> own = in.shape().dimensions();
        Set<Integer> standing = axes.stream().map(in::axis).collect(Collectors.toSet());
        for (int i = 1; i < own.size(); i++) {
            dims.add(standing.contains(i) ? own.get(i) : 1);
        }
        return new Shape(dims);
    }

    void countNormalization() {
        graph.countNormalization();
    }
}
