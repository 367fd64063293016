package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The signals of one vector in a batch of samples, a matrix (samples × M_l) for each layer from the first that takes part:
 * tangents on the way up, sensitivities on the way down. Parameters of later layers than the last that takes part stand
 * still.
 */
final class BatchSignals implements AutoCloseable {
    private final Linearization at;
    private final Backend backend;
    private final int firstLayer;
    private final int lastLayer;
    private final List<Matrix> layers = new ArrayList<>();

    BatchSignals(Linearization at, int firstLayer, int lastLayer) {
        this.at = at;
        this.backend = at.backend();
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
        for (int l = firstLayer; l <= at.depth(); l++) {
            layers.add(backend.allocate(at.samples(), at.network().width(l)));
        }
    }

    private Matrix layer(int l) {
        return layers.get(l - firstLayer);
    }

    /** Returns the signal at the outputs (samples × C). */
    Matrix outputs() {
        return layer(at.depth());
    }

    /** Carries a direction of the parameters up: the outputs become its directional derivatives J v. */
    void tangent(ParameterBlock direction) {
        for (int l = firstLayer; l <= at.depth(); l++) {
            Matrix signal = layer(l);
            boolean moves = l <= lastLayer;
            if (moves) {
                backend.multiply(
                        1, at.activations(l - 1), Transpose.NO, direction.weights(l), Transpose.YES, 0, signal);
                backend.addToRows(direction.biases(l), signal);
            }
            if (l > firstLayer) {
                backend.multiply(1, layer(l - 1), Transpose.NO, at.weights(l), Transpose.YES, moves ? 1 : 0, signal);
            }
            if (l < at.depth()) {
                backend.hadamard(signal, at.slopes(l), signal);
            }
        }
    }

    /** Carries the signal g at the outputs down: {@code target ← Jᵀ g + beta target}. */
    void gradient(double beta, ParameterBlock target) {
        for (int l = at.depth(); l >= firstLayer; l--) {
            Matrix signal = layer(l);
            if (l <= lastLayer) {
                backend.multiply(
                        1, signal, Transpose.YES, at.activations(l - 1), Transpose.NO, beta, target.weights(l));
                try (Matrix columns = backend.allocate(1, signal.columns())) {
                    backend.columnSums(signal, columns);
                    backend.add(1, columns, beta, target.biases(l));
                }
            }
            if (l > firstLayer) {
                Matrix below = layer(l - 1);
                backend.multiply(1, signal, Transpose.NO, at.weights(l), Transpose.NO, 0, below);
                backend.hadamard(below, at.slopes(l - 1), below);
            }
        }
    }

    /** Returns a copy of the signal at the outputs, entry {@code t·C + k}. */
    double[] readOutputs() {
        Matrix last = outputs();
        int outputs = (int) last.columns();
        double[] values = new double[Math.multiplyExact(at.samples(), outputs)];
        for (int t = 0; t < at.samples(); t++) {
            last.read(t, 0, values, t * outputs, outputs);
        }
        return values;
    }

    /** Replaces the signal at the outputs, entry {@code t·C + k}. */
    void writeOutputs(double[] values) {
        Matrix last = outputs();
        int outputs = (int) last.columns();
        for (int t = 0; t < at.samples(); t++) {
            last.write(t, 0, values, t * outputs, outputs);
        }
    }

    @Override
    public void close() {
        layers.forEach(Matrix::close);
    }
}
