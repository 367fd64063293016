package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network on its way to executors.
 *
 * @param layers its layers in order
 */
public record NetworkMessage(List<Layer> layers) implements Serializable {
    /** A layer's numbers, bit by bit. */
    public record Layer(
            String name,
            int inputs,
            int outputs,
            RealVector weights,
            @Nullable RealVector bias,
            String activation) implements Serializable {
        static Layer of(DenseLayer layer) {
            return new Layer(
                    layer.name(),
                    layer.inputs(),
                    layer.outputs(),
                    layer.weights(),
                    layer.bias(),
                    layer.activation().id());
        }

        DenseLayer layer() {
            return new DenseLayer(name, inputs, outputs, weights, bias, Activation.parse(activation));
        }
    }

    public NetworkMessage {
        layers = List.copyOf(layers);
    }

    public static NetworkMessage of(NeuralNetwork network) {
        return new NetworkMessage(network.layers().stream().map(Layer::of).toList());
    }

    /** Returns the network. */
    public NeuralNetwork network() {
        return NeuralNetwork.of(layers.stream().map(Layer::layer).toList());
    }
}
