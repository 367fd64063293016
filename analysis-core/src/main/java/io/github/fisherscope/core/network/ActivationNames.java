package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.InvalidArgumentException;
import java.util.List;
import java.util.Locale;

/** Reads activations from text such as {@code leaky-relu:0.2}. */
final class ActivationNames {
    private static final List<String> KNOWN =
            List.of("identity", "relu", "leaky-relu[:slope]", "tanh", "erf[:g]", "sigmoid", "softplus", "gelu", "silu");
    private static final double DEFAULT_SLOPE = 0.01;

    private ActivationNames() {}

    static Activation parse(String text) {
        String name = text.strip().toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        if (colon >= 0) {
            double parameter = parameter(text, name.substring(colon + 1));
            return switch (name.substring(0, colon)) {
                case "leaky-relu" -> new Activation.LeakyRelu(parameter);
                case "erf" -> new Activation.Erf(parameter);
                default -> throw unknown(text);
            };
        }
        return switch (name) {
            case "identity", "linear" -> new Activation.Identity();
            case "relu" -> new Activation.Relu();
            case "leaky-relu" -> new Activation.LeakyRelu(DEFAULT_SLOPE);
            case "tanh" -> new Activation.Tanh();
            case "erf" -> new Activation.Erf(1);
            case "sigmoid", "logistic" -> new Activation.Sigmoid();
            case "softplus" -> new Activation.Softplus();
            case "gelu" -> new Activation.Gelu();
            case "silu", "swish" -> new Activation.Silu();
            default -> throw unknown(text);
        };
    }

    private static double parameter(String text, String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException ignored) {
            throw InvalidArgumentException.of(
                    "activation",
                    "'" + text + "'",
                    "'" + number + "' is not a number",
                    "write for example leaky-relu:0.2 or erf:0.7071");
        }
    }

    private static InvalidArgumentException unknown(String text) {
        return InvalidArgumentException.unknown("activation", text, KNOWN);
    }
}
