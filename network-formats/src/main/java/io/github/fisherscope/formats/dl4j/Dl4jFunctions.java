package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.graph.Layer;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.entry.Pointwise;
import io.github.fisherscope.core.layer.entry.ScalarFunction;
import io.github.fisherscope.core.layer.normalization.Softmax;
import io.github.fisherscope.core.network.Activation;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/** Activations, as layers and as settings of other layers; what only acts in training does nothing. */
final class Dl4jFunctions {
    private static final Map<String, Layer> NAMED = Map.ofEntries(
            Map.entry("ActivationSigmoid", new Activated.Of(new Activation.Sigmoid())),
            Map.entry("ActivationTanH", new Activated.Of(new Activation.Tanh())),
            Map.entry("ActivationSoftPlus", new Activated.Of(new Activation.Softplus())),
            Map.entry("ActivationSwish", new Activated.Of(new Activation.Silu())),
            Map.entry("ActivationSELU", new Pointwise(ScalarFunction.selu(1.6732632423543772, 1.0507009873554805))),
            Map.entry("ActivationSoftSign", new Pointwise(ScalarFunction.softsign())),
            Map.entry("ActivationMish", new Pointwise(ScalarFunction.mish())),
            Map.entry("ActivationHardSigmoid", new Pointwise(ScalarFunction.hardSigmoid(0.2, 0.5))),
            Map.entry("ActivationHardTanH", new Pointwise(ScalarFunction.clip(-1, 1))),
            Map.entry("ActivationReLU6", new Pointwise(ScalarFunction.clip(0, 6))),
            Map.entry("ActivationCube", new Pointwise(ScalarFunction.power(3))));

    private Dl4jFunctions() {}

    static Map<String, Dl4jLayer> classes() {
        return Map.of(
                "ActivationLayer", Dl4jFunctions::activated,
                "LossLayer", Dl4jFunctions::activated,
                "DropoutLayer", (call, in) -> in);
    }

    /** Applies the activation that the layer has. */
    static int activated(Dl4jCall call, int in) {
        JsonNode function = call.config().path("activationFn");
        String name = Dl4jFile.className(function);
        Layer layer = NAMED.get(name);
        return switch (name) {
            case "ActivationIdentity" -> in;
            case "ActivationReLU" -> call.add(in, relu(call, function));
            case "ActivationLReLU" ->
                call.add(in, new Activated.Of(new Activation.LeakyRelu(real(function, "alpha", 0.01))));
            case "ActivationELU" -> call.add(in, new Pointwise(ScalarFunction.elu(real(function, "alpha", 1))));
            case "ActivationThresholdedReLU" ->
                call.add(in, new Pointwise(ScalarFunction.thresholdedRelu(real(function, "theta", 1))));
            case "ActivationGELU" ->
                call.add(
                        in,
                        function.path("precise").asBoolean(false)
                                ? new Pointwise(ScalarFunction.geluTanh())
                                : new Pointwise(ScalarFunction.swish(1.702)));
            case "ActivationSoftmax" -> {
                call.refuse(call.rank(in) != 2, "has a softmax over a sample of " + Dl4jWalk.sample(call.shape(in)));
                yield call.add(in, new Softmax(1));
            }
            default -> {
                call.refuse(layer == null, "has the activation '" + name + "', which is not read");
                yield call.add(in, Objects.requireNonNull(layer));
            }
        };
    }

    private static double real(JsonNode function, String setting, double otherwise) {
        JsonNode value = function.path(setting);
        return value.isNumber() ? value.asDouble() : otherwise;
    }

    private static Layer relu(Dl4jCall call, JsonNode function) {
        double slope = real(function, "negativeSlope", 0);
        double most = real(function, "max", Double.POSITIVE_INFINITY);
        call.refuse(real(function, "threshold", 0) != 0, "has a ReLU with a threshold, which is not read");
        call.refuse(
                slope != 0 && most < Double.POSITIVE_INFINITY,
                "has a ReLU with a slope and a largest value, which is not read");
        if (most < Double.POSITIVE_INFINITY) {
            return new Pointwise(ScalarFunction.clip(0, most));
        }
        return new Activated.Of(slope == 0 ? new Activation.Relu() : new Activation.LeakyRelu(slope));
    }
}
