package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The signals of one Hessian product at a batch of samples: the tangent sweep up and the derivative of the backward pass
 * along it down (Pearlmutter, Neural Computation 6 (1994) 147-160).
 */
final class HessianSignals implements AutoCloseable {
    private final Linearization at;
    private final Backend backend;
    private final LossSignals loss;
    /** Tangents of the pre-activations u^l, l = 1, …, L. */
    private final List<Matrix> tangents = new ArrayList<>();
    /** Tangents of the activations h^l, l = 1, …, L − 1. */
    private final List<Matrix> activationTangents = new ArrayList<>();
    /** Tangents of δ^l, l = 1, …, L. */
    private final List<Matrix> signals = new ArrayList<>();

    HessianSignals(Linearization at, LossSignals loss) {
        this.at = at;
        this.backend = at.backend();
        this.loss = loss;
        for (int l = 1; l <= at.depth(); l++) {
            long width = at.network().width(l);
            tangents.add(backend.allocate(at.samples(), width));
            signals.add(backend.allocate(at.samples(), width));
            if (l < at.depth()) {
                activationTangents.add(backend.allocate(at.samples(), width));
            }
        }
    }

    /**
     * Adds the product of the Hessian of the loss, summed over the batch, to {@code sum}.
     *
     * @param outputFisher multiplies every row with its Q_t, in place; rows of zeros leave the residual term alone
     */
    void addProduct(ParameterBlock direction, Consumer<Matrix> outputFisher, ParameterBlock sum) {
        ascend(direction);
        Matrix tangent = tangents.get(at.depth() - 1);
        Matrix top = signals.get(at.depth() - 1);
        backend.copy(tangent, top);
        outputFisher.accept(top);
        bend(at.depth());
        for (int l = at.depth(); l >= 1; l--) {
            addGradient(l, sum);
            if (l > 1) {
                descend(l, direction);
            }
        }
    }

    private void ascend(ParameterBlock direction) {
        for (int l = 1; l <= at.depth(); l++) {
            Matrix tangent = tangents.get(l - 1);
            backend.multiply(1, at.activations(l - 1), Transpose.NO, direction.weights(l), Transpose.YES, 0, tangent);
            backend.addToRows(direction.biases(l), tangent);
            if (l > 1) {
                Matrix below = activationTangents.get(l - 2);
                backend.multiply(1, below, Transpose.NO, at.weights(l), Transpose.YES, 1, tangent);
            }
            if (l < at.depth()) {
                backend.hadamard(tangent, at.slopes(l), activationTangents.get(l - 1));
            }
        }
    }

    /** Adds what the second derivative of layer l's activation contributes. The tangent of u^l is used up. */
    private void bend(int l) {
        loss.curvature(l).ifPresent(curvature -> {
            Matrix tangent = tangents.get(l - 1);
            backend.hadamard(tangent, curvature, tangent);
            backend.add(1, tangent, 1, signals.get(l - 1));
        });
    }

    private void addGradient(int l, ParameterBlock sum) {
        Matrix signal = signals.get(l - 1);
        backend.multiply(1, signal, Transpose.YES, at.activations(l - 1), Transpose.NO, 1, sum.weights(l));
        if (l > 1) {
            Matrix below = activationTangents.get(l - 2);
            backend.multiply(1, loss.delta(l), Transpose.YES, below, Transpose.NO, 1, sum.weights(l));
        }
        try (Matrix columns = backend.allocate(1, signal.columns())) {
            backend.columnSums(signal, columns);
            backend.add(1, columns, 1, sum.biases(l));
        }
    }

    private void descend(int l, ParameterBlock direction) {
        Matrix below = signals.get(l - 2);
        backend.multiply(1, signals.get(l - 1), Transpose.NO, at.weights(l), Transpose.NO, 0, below);
        backend.multiply(1, loss.delta(l), Transpose.NO, direction.weights(l), Transpose.NO, 1, below);
        backend.hadamard(below, at.slopes(l - 1), below);
        bend(l - 1);
    }

    @Override
    public void close() {
        tangents.forEach(Matrix::close);
        activationTangents.forEach(Matrix::close);
        signals.forEach(Matrix::close);
    }
}
