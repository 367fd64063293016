package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer {@code h' = φ(W h + b)} with its numbers, or {@code φ(W h)} if it has no bias. Immutable.
 *
 * @param name as reports and error messages call the layer: a number such as {@code 1}, whose arrays are then {@code W1}
 *     and {@code b1}, or any other name such as {@code fc1}, whose arrays are {@code fc1.weight} and {@code fc1.bias}
 * @param inputs fan-in, at least 1
 * @param outputs fan-out, at least 1
 * @param weights W (outputs × inputs) row by row, all finite
 * @param bias b (one number for each output), all finite, or null for a layer without biases, which is not a layer whose
 *     biases are zero: it has fewer parameters
 * @param activation φ; the identity for a linear layer
 */
public record DenseLayer(
        String name,
        int inputs,
        int outputs,
        RealVector weights,
        @Nullable RealVector bias,
        Activation activation) {
    /**
     * Checks sizes and numbers.
     *
     * @throws IllegalArgumentException if an array has a wrong number of entries or one that is not finite
     */
    public DenseLayer {
        Args.require(!name.isBlank(), "the name of a layer is blank; number the layers or name them");
        Objects.requireNonNull(activation, "activation");
        DenseShape shape = new DenseShape(inputs, outputs, bias != null);
        Args.requireSame(
                "the number of entries of " + weightName(name), weights.size(), shape.weights(), "check the widths");
        requireFinite(weightName(name), weights);
        if (bias != null) {
            Args.requireSame("the number of entries of " + biasName(name), bias.size(), outputs, "check the widths");
            requireFinite(biasName(name), bias);
        }
    }

    private static void requireFinite(String name, RealVector values) {
        for (int i = 0; i < values.size(); i++) {
            if (!Double.isFinite(values.get(i))) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "%s holds %s at position %d; every parameter must be finite",
                        name,
                        values.get(i),
                        i));
            }
        }
    }

    private static boolean isNumber(String name) {
        return name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String weightName(String name) {
        return isNumber(name) ? "W" + name : name + ".weight";
    }

    private static String biasName(String name) {
        return isNumber(name) ? "b" + name : name + ".bias";
    }

    /** Returns the name of the array W. */
    public String weightName() {
        return weightName(name);
    }

    /** Returns the name of the array b, whether there is one or not. */
    public String biasName() {
        return biasName(name);
    }

    /** Returns the layer's shape. */
    public DenseShape shape() {
        return new DenseShape(inputs, outputs, bias != null);
    }

    public boolean hasBias() {
        return bias != null;
    }

    /** Returns the same layer with other numbers. */
    public DenseLayer with(RealVector newWeights, @Nullable RealVector newBias) {
        return new DenseLayer(name, inputs, outputs, newWeights, newBias, activation);
    }

    /** Returns the same layer with another activation. */
    public DenseLayer withActivation(Activation newActivation) {
        return new DenseLayer(name, inputs, outputs, weights, bias, newActivation);
    }

    /** Returns {@code u = W h + b} for one input by plain loops. */
    public double[] preActivation(double[] h) {
        double[] u = bias == null ? new double[outputs] : bias.toArray();
        for (int i = 0; i < outputs; i++) {
            for (int j = 0; j < inputs; j++) {
                u[i] += weights.get(i * inputs + j) * h[j];
            }
        }
        return u;
    }
}
