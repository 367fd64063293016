package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;

/** A network's weight matrices on a backend, uploaded once and shared by linearisations at several batches of samples. */
final class NetworkWeights implements AutoCloseable {
    private final NeuralNetwork network;
    private final Backend backend;
    private final List<Matrix> matrices = new ArrayList<>();

    NetworkWeights(NeuralNetwork network, Backend backend) {
        UsualNetwork.require(network);
        this.network = network;
        this.backend = backend;
        for (int l = 1; l <= network.depth(); l++) {
            Matrix w = backend.allocate(network.width(l), network.width(l - 1));
            matrices.add(w);
            double[] row = new double[network.width(l - 1)];
            for (int i = 0; i < network.width(l); i++) {
                network.copyWeightRow(l, i, row);
                w.write(i, 0, row, 0, row.length);
            }
        }
    }

    NeuralNetwork network() {
        return network;
    }

    Backend backend() {
        return backend;
    }

    /** Returns {@code W^l} for l in [1, L]. */
    Matrix get(int l) {
        return matrices.get(l - 1);
    }

    @Override
    public void close() {
        matrices.forEach(Matrix::close);
    }
}
