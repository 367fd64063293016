package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** One layer at work: its settings, the numbers that it takes, and the graph that it adds to. */
final class Dl4jCall {
    private final Dl4jWalk walk;
    private final String key;
    private final JsonNode config;
    private final boolean frozen;

    /**
     * A layer.
     *
     * @param key what stands before the names of its parameters: its number, or its name in a graph
     * @param config its settings
     * @param frozen whether DL4J does not train it
     */
    Dl4jCall(Dl4jWalk walk, String key, JsonNode config, boolean frozen) {
        this.walk = walk;
        this.key = key;
        this.config = config;
        this.frozen = frozen;
    }

    JsonNode config() {
        return config;
    }

    String name() {
        return config.path("layerName").asString(key);
    }

    Dl4jException wrong(String problem) {
        return new Dl4jException("layer '" + name() + "' " + problem);
    }

    /** Refuses a setting that is not read. */
    void refuse(boolean condition, String what) {
        if (condition) {
            throw wrong(what);
        }
    }

    boolean flag(String setting, boolean otherwise) {
        JsonNode value = config.path(setting);
        return value.isBoolean() ? value.asBoolean() : otherwise;
    }

    double real(String setting, double otherwise) {
        JsonNode value = config.path(setting);
        return value.isNumber() ? value.asDouble() : otherwise;
    }

    String text(String setting, String otherwise) {
        return config.path(setting).asString(otherwise);
    }

    /** Returns a positive whole number that must be there. */
    int count(String setting) {
        JsonNode value = config.path(setting);
        refuse(
                !value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1,
                "has " + setting + " " + value + "; it must be a positive whole number");
        return value.asInt();
    }

    /** Returns so many numbers that are at least {@code least}; none stand for {@code least}. */
    List<Integer> counts(String setting, int many, int least) {
        JsonNode value = config.path(setting);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            JsonNode one = value.isArray() ? value.path(i) : value;
            boolean absent = value.isMissingNode() || value.isNull();
            refuse(
                    !absent && (!one.isIntegralNumber() || !one.canConvertToInt() || one.asInt() < least),
                    "has " + setting + " " + value + "; it must be whole numbers from " + least + " on");
            numbers.add(absent ? least : one.asInt());
        }
        return numbers;
    }

    /** Takes the next numbers of the file as a tensor with DL4J's name for it. */
    StoredTensor take(String called, List<Integer> dimensions, boolean columnsFirst) {
        return walk.take(key + "_" + called, dimensions, columnsFirst);
    }

    StoredTensor take(String called, List<Integer> dimensions) {
        return take(called, dimensions, false);
    }

    /** Returns entries of a tensor as a parameter, or as numbers if it is frozen. */
    WeightSource source(WeightSource.Stored entries, StoredTensor tensor) {
        return walk.source(entries, tensor, frozen);
    }

    WeightSource whole(StoredTensor tensor) {
        return source(WeightSource.whole(tensor.name()), tensor);
    }

    Shape shape(int part) {
        return walk.assembly().shape(part);
    }

    int rank(int part) {
        return shape(part).dimensions().size();
    }

    int add(int in, Layer layer, List<WeightSource> weights) {
        return walk.assembly().add(name(), layer, List.of(in), weights);
    }

    int add(int in, Layer layer, StoredTensor... weights) {
        return add(in, layer, Stream.of(weights).map(this::whole).toList());
    }

    void countNormalization() {
        walk.countNormalization();
    }

    /** Returns whether the layer has channels at the end. */
    boolean channelsLast(String setting) {
        String format = text(setting, "NCHW");
        refuse(!format.equals("NCHW") && !format.equals("NHWC"), "has the format '" + format + "'");
        return format.equals("NHWC");
    }

    /** Refuses a tensor that is no image. */
    void requireImage(int in) {
        refuse(rank(in) != 4, "takes images, and gets a sample of the shape " + Dl4jWalk.sample(shape(in)));
    }

    /** Adds a layer on images whose channels stand behind the batch axis, whatever the order of DL4J's. */
    int spatial(int in, boolean channelsLast, Layer layer, List<WeightSource> weights) {
        int out = add(first(in, channelsLast), layer, weights);
        return channelsLast ? transpose(out, List.of(0, 2, 3, 1)) : out;
    }

    int first(int in, boolean channelsLast) {
        return channelsLast ? transpose(in, List.of(0, 3, 1, 2)) : in;
    }

    private int transpose(int in, List<Integer> order) {
        return walk.assembly().add(name() + ".transpose", IndexGather.transpose(shape(in), order), List.of(in));
    }

    int channels(int in, boolean channelsLast) {
        return shape(in).dimensions().get(channelsLast ? 3 : 1);
    }

    List<Integer> positions(int in, boolean channelsLast) {
        int from = channelsLast ? 1 : 2;
        return shape(in).dimensions().subList(from, from + 2);
    }

    /** Returns the shape that places a number for each channel in a tensor. */
    Shape placed(int in, boolean channelsLast) {
        int axis = rank(in) == 4 && !channelsLast ? 1 : rank(in) - 1;
        return new Shape(IntStream.range(1, rank(in))
                .mapToObj(i -> i == axis ? shape(in).dimensions().get(i) : Integer.valueOf(1))
                .toList());
    }
}
