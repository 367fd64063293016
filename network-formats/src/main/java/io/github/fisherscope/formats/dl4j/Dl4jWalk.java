package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.shape.IndexGather;
import io.github.fisherscope.formats.model.GraphAssembly;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.WeightSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** A walk through the layers of a network, which take their numbers one after the other. */
final class Dl4jWalk {
    private static final int DEEPEST = 16;

    private final GraphAssembly assembly;
    private final ImportOptions options;
    private final Coefficients coefficients;
    private final Set<String> frozen = new TreeSet<>();
    private int normalizations;

    Dl4jWalk(GraphAssembly assembly, ImportOptions options, Coefficients coefficients) {
        this.assembly = assembly;
        this.options = options;
        this.coefficients = coefficients;
    }

    GraphAssembly assembly() {
        return assembly;
    }

    /** Returns the names of tensors that are constants. */
    Set<String> frozen() {
        return frozen;
    }

    int normalizations() {
        return normalizations;
    }

    void countNormalization() {
        normalizations++;
    }

    /** Returns a shape without the batch axis, for messages. */
    static List<Integer> sample(Shape shape) {
        return shape.dimensions().subList(1, shape.dimensions().size());
    }

    StoredTensor take(String name, List<Integer> dimensions, boolean columnsFirst) {
        StoredTensor tensor = coefficients.take(name, dimensions, columnsFirst);
        assembly.declare(tensor);
        return tensor;
    }

    /** DL4J trains no layer that is frozen; naming parameters in the options overrules that. */
    WeightSource source(WeightSource.Stored entries, StoredTensor tensor, boolean untrained) {
        boolean parameter = options.isParameter(tensor.name())
                && !(untrained && options.parameters().isEmpty());
        if (!parameter) {
            frozen.add(tensor.name());
        }
        return parameter ? entries : entries.frozen(tensor);
    }

    /** Returns a layer without what only says that it is not trained. */
    static JsonNode unwrapped(JsonNode layer) {
        JsonNode inner = layer;
        for (int i = 0; i < DEEPEST && isFrozen(inner); i++) {
            inner = inner.path("layer");
        }
        return inner;
    }

    static boolean isFrozen(JsonNode layer) {
        String name = Dl4jFile.className(layer);
        return name.equals("FrozenLayer") || name.equals("FrozenLayerWithBackprop");
    }

    /**
     * Adds a layer.
     *
     * @param key what stands before the names of its parameters
     * @throws Dl4jException if it cannot take what it gets
     */
    int layer(String key, JsonNode given, int in) {
        JsonNode layer = unwrapped(given);
        Dl4jCall call = new Dl4jCall(this, key, layer, isFrozen(given));
        Dl4jLayer known =
                Objects.requireNonNull(Dl4jLayers.ALL.get(Dl4jFile.className(layer)), "layers were looked at before");
        try {
            return known.of(call, in);
        } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
            throw call.wrong("(" + Dl4jFile.className(layer) + "): " + e.getMessage());
        }
    }

    /** Gives a tensor the shape that a preprocessor makes of it. */
    int preprocessed(String key, JsonNode processor, int in) {
        if (processor.isMissingNode() || processor.isNull()) {
            return in;
        }
        Shape shape = assembly.shape(in);
        switch (Dl4jFile.className(processor)) {
            case "CnnToFeedForwardPreProcessor" -> {
                return assembly.reshaped(key + ".flat", in, Shape.of(1, shape.size()));
            }
            case "FeedForwardToCnnPreProcessor" -> {
                if (shape.dimensions().size() == 4) {
                    return in;
                }
                List<Integer> image = image(processor);
                Shape wanted = Shape.of(1, image.get(0), image.get(1), image.get(2));
                if (wanted.size() != shape.size()) {
                    throw new Dl4jException("makes images of " + image + " from " + sample(shape) + " before '" + key
                            + "', which do not have as many numbers");
                }
                return assembly.add(key + ".image", IndexGather.reshape(shape, wanted), List.of(in));
            }
            default ->
                throw new Dl4jException("has the preprocessor " + Dl4jFile.className(processor) + " before '" + key
                        + "', which is not read");
        }
    }

    /** Returns the shape of the images that a preprocessor makes; empty if it makes none. */
    static List<Integer> image(JsonNode processor) {
        if (!Dl4jFile.className(processor).equals("FeedForwardToCnnPreProcessor")) {
            return List.of();
        }
        int height = processor.path("inputHeight").asInt(0);
        int width = processor.path("inputWidth").asInt(0);
        int channels = processor.path("numChannels").asInt(0);
        if (height < 1 || width < 1 || channels < 1) {
            throw new Dl4jException("makes images of " + height + " × " + width + " × " + channels);
        }
        return processor.path("format").asString("NCHW").equals("NHWC")
                ? List.of(height, width, channels)
                : List.of(channels, height, width);
    }
}
