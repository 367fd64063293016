package io.github.fisherscope.core.network.arrays;

import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Objects;

/**
 * A network from a file.
 *
 * @param network the network
 * @param reading how the file was understood
 */
public record ReadNetwork(NeuralNetwork network, NetworkReading reading) {
    public ReadNetwork {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(reading, "reading");
    }
}
