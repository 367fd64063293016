package io.github.fisherscope.formats.keras;

import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.entry.Affine;
import io.github.fisherscope.core.layer.entry.PRelu;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.normalization.LogSoftmax;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.formats.model.StoredTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** Functions of single numbers and softmax, as layers and as settings of other layers; what only acts in training does nothing. */
final class FunctionClasses {
    private static final Map<String, Layer> NAMED = Map.ofEntries(
            Map.entry("relu", new Activated.Of(new Activation.Relu())),
            Map.entry("sigmoid", new Activated.Of(new Activation.Sigmoid())),
            Map.entry("tanh", new Activated.Of(new Activation.Tanh())),
            Map.entry("softplus", new Activated.Of(new Activation.Softplus())),
            Map.entry("gelu", new Activated.Of(new Activation.Gelu())),
            Map.entry("swish", new Activated.Of(new Activation.Silu())),
            Map.entry("silu", new Activated.Of(new Activation.Silu())),
            Map.entry("leaky_relu", new Activated.Of(new Activation.LeakyRelu(0.2))),
            Map.entry("elu", new Pointwise(ScalarFunction.elu(1))),
            Map.entry("selu", new Pointwise(ScalarFunction.selu(1.6732632423543772, 1.0507009873554805))),
            Map.entry("softsign", new Pointwise(ScalarFunction.softsign())),
            Map.entry("exponential", new Pointwise(ScalarFunction.exp())),
            Map.entry("mish", new Pointwise(ScalarFunction.mish())),
            Map.entry("hard_silu", new Pointwise(ScalarFunction.hardSwish())),
            Map.entry("hard_swish", new Pointwise(ScalarFunction.hardSwish())),
            Map.entry("relu6", new Pointwise(ScalarFunction.clip(0, 6))));

    private FunctionClasses() {}

    static Map<String, KerasLayer> classes() {
        Map<String, KerasLayer> classes = new HashMap<>();
        for (String training : List.of(
                "Dropout",
                "SpatialDropout1D",
                "SpatialDropout2D",
                "GaussianNoise",
                "GaussianDropout",
                "AlphaDropout",
                "ActivityRegularization")) {
            classes.put(training, KerasLayer.one((c, in) -> in));
        }
        classes.put("Activation", KerasLayer.one(FunctionClasses::activated));
        classes.put("ReLU", KerasLayer.one(FunctionClasses::relu));
        classes.put("LeakyReLU", KerasLayer.one((c, in) -> {
            double slope = c.real("negative_slope", c.real("alpha", 0.3));
            return c.map(in, new Activated.Of(new Activation.LeakyRelu(slope)));
        }));
        classes.put("ELU", KerasLayer.one((c, in) -> c.map(in, new Pointwise(ScalarFunction.elu(c.real("alpha", 1))))));
        classes.put(
                "ThresholdedReLU",
                KerasLayer.one(
                        (c, in) -> c.map(in, new Pointwise(ScalarFunction.thresholdedRelu(c.real("theta", 1))))));
        classes.put("PReLU", KerasLayer.one(FunctionClasses::prelu));
        classes.put("Softmax", KerasLayer.one((c, in) -> {
            int axis = c.integer("axis", -1);
            return softmax(c, in, axis < 0 ? axis + in.rank() : axis);
        }));
        classes.put("Rescaling", KerasLayer.one((c, in) -> {
            c.refuse(
                    c.config().path("scale").isArray()
                            || c.config().path("offset").isArray(),
                    "scales channels differently, which is not read");
            return c.map(in, Affine.scalar(c.real("scale", 1), c.real("offset", 0)));
        }));
        return classes;
    }

    /** Returns the name of the activation that a layer has; empty for the identity. */
    static String activation(JsonNode config) {
        JsonNode given = config.path("activation");
        JsonNode name = given.isObject() ? given.path("class_name") : given;
        if (given.isObject() && name.asString("").equals("function")) {
            name = given.path("config");
        }
        String text = name.isString() ? name.asString() : "";
        return text.equals("linear") ? "" : text;
    }

    /** Applies the activation that the layer has. */
    static KerasFlow activated(KerasCall call, KerasFlow in) {
        String name = activation(call.config());
        Layer layer = NAMED.get(name);
        if (layer != null) {
            return call.map(in, layer);
        }
        return switch (name) {
            case "" -> in;
            case "softmax" -> softmax(call, in, in.rank() - 1);
            case "log_softmax" -> {
                KerasFlow plain = call.plain(in);
                yield call.map(plain, new LogSoftmax(plain.rank() - 1));
            }
            case "hard_sigmoid" ->
                call.map(in, new Pointwise(ScalarFunction.hardSigmoid(call.isThree() ? 1.0 / 6 : 0.2, 0.5)));
            default -> throw call.wrong("has the activation '" + name + "', which is not read");
        };
    }

    private static KerasFlow softmax(KerasCall call, KerasFlow in, int axis) {
        KerasFlow plain = call.plain(in);
        call.refuse(axis < 1 || axis >= plain.rank(), "has a softmax over axis " + axis);
        return call.map(plain, new Softmax(axis));
    }

    private static KerasFlow relu(KerasCall call, KerasFlow in) {
        double slope = call.real("negative_slope", 0);
        double most = call.real("max_value", Double.POSITIVE_INFINITY);
        call.refuse(call.real("threshold", 0) != 0, "has a threshold, which is not read");
        if (Double.isInfinite(most)) {
            return call.map(in, new Activated.Of(slope == 0 ? new Activation.Relu() : new Activation.LeakyRelu(slope)));
        }
        call.refuse(slope != 0, "has a slope and a largest value, which is not read");
        return call.map(in, new Pointwise(ScalarFunction.clip(0, most)));
    }

    /** Slopes for all positions, or shared along some axes. */
    private static KerasFlow prelu(KerasCall call, KerasFlow given) {
        KerasFlow in = call.plain(given);
        Set<Integer> shared = new TreeSet<>();
        call.config().path("shared_axes").forEach(n -> shared.add(n.asInt()));
        List<Integer> dims = new ArrayList<>(IntStream.range(1, in.rank())
                .mapToObj(i -> shared.contains(i) ? 1 : in.dims().get(i))
                .toList());
        StoredTensor slopes = call.variable("alpha", dims);
        Set<Integer> own = IntStream.range(1, in.rank())
                .filter(i -> !shared.contains(i))
                .boxed()
                .collect(Collectors.toSet());
        return call.map(in, new PRelu(new Shape(dims), KerasCall.placed(in, own)), slopes);
    }
}
