package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.layer.Dense;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;

/** A network's layers on a backend, uploaded once and shared by linearisations at several batches of samples. */
final class NetworkWeights implements AutoCloseable {
    private final NeuralNetwork network;
    private final Backend backend;
    private final List<Dense> layers = new ArrayList<>();

    NetworkWeights(NeuralNetwork network, Backend backend) {
        this.network = network;
        this.backend = backend;
        network.layers().forEach(layer -> layers.add(Dense.of(layer, backend)));
    }

    NeuralNetwork network() {
        return network;
    }

    Backend backend() {
        return backend;
    }

    /** Returns layer l in [1, L]. */
    Dense get(int l) {
        return layers.get(l - 1);
    }

    @Override
    public void close() {
        layers.forEach(Dense::close);
    }
}
