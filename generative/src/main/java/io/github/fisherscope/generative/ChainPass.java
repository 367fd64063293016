package io.github.fisherscope.generative;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.Dense;
import io.github.fisherscope.core.layer.DenseParameters;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of dense layers on a backend whose parameters stand in a row that the caller writes, with room for a batch: forward
 * passes, tangents and gradients without new memory. Not safe for several threads.
 */
final class ChainPass implements AutoCloseable {
    private final Backend backend;
    private final NeuralNetwork network;
    private final List<Dense> layers = new ArrayList<>();
    private final List<DenseParameters> gradients = new ArrayList<>();
    private final List<Matrix> values = new ArrayList<>();
    private final List<Matrix> slopes = new ArrayList<>();
    private final List<Matrix> signals = new ArrayList<>();

    /**
     * Makes room.
     *
     * @param theta a row that holds the parameters from {@code first} on
     * @param gradient a row of the same length for the gradient, or null if none is asked for
     * @param room the most samples of a batch
     */
    ChainPass(NeuralNetwork network, Backend backend, Matrix theta, @Nullable Matrix gradient, int first, int room) {
        this.backend = backend;
        this.network = network;
        long at = first;
        values.add(backend.allocate(room, network.inputs()));
        signals.add(backend.allocate(gradient == null ? 0 : room, network.inputs()));
        for (int l = 1; l <= network.depth(); l++) {
            DenseShape shape = network.layer(l).shape();
            layers.add(Dense.at(shape, DenseParameters.view(shape, theta, at), backend));
            if (gradient != null) {
                gradients.add(DenseParameters.view(shape, gradient, at));
            }
            at += shape.parameters();
            values.add(backend.allocate(room, shape.outputs()));
            slopes.add(backend.allocate(curved(l) ? room : 0, shape.outputs()));
            signals.add(backend.allocate(gradient == null ? 0 : room, shape.outputs()));
        }
    }

    private boolean curved(int l) {
        return !(network.activation(l) instanceof Activation.Identity);
    }

    /** Returns the first rows of the inputs, to be written. */
    Matrix inputs(int rows) {
        return values.get(0).rowRange(0, rows);
    }

    /** Returns the outputs of the last forward pass. */
    Matrix outputs(int rows) {
        return values.get(network.depth()).rowRange(0, rows);
    }

    /** Returns the signal at the outputs, to be written before {@link #backward}. */
    Matrix outputSignal(int rows) {
        return signals.get(network.depth()).rowRange(0, rows);
    }

    /** Returns the signal at the inputs after {@link #backward}. */
    Matrix inputSignal(int rows) {
        return signals.get(0).rowRange(0, rows);
    }

    /** Carries the inputs to the outputs. */
    void forward(int rows) {
        for (int l = 1; l <= network.depth(); l++) {
            Matrix u = values.get(l).rowRange(0, rows);
            layers.get(l - 1).forward(values.get(l - 1).rowRange(0, rows), u);
            if (curved(l)) {
                backend.activate(network.activation(l), u, u, slopes.get(l - 1).rowRange(0, rows));
            }
        }
    }

    /**
     * Carries the signal at the outputs down and writes the gradient summed over the batch.
     *
     * @param toInputs whether the signal at the inputs is wanted as well
     */
    void backward(int rows, boolean toInputs) {
        for (int l = network.depth(); l >= 1; l--) {
            Matrix signal = signals.get(l).rowRange(0, rows);
            if (curved(l)) {
                backend.hadamard(signal, slopes.get(l - 1).rowRange(0, rows), signal);
            }
            layers.get(l - 1).vjpParameters(signal, values.get(l - 1).rowRange(0, rows), 0, gradients.get(l - 1));
            if (l > 1 || toInputs) {
                layers.get(l - 1).vjpInputs(signal, signals.get(l - 1).rowRange(0, rows));
            }
        }
    }

    /**
     * Returns the Jacobian of the outputs in the inputs for one row of the last forward pass, transposed: inputs × outputs, a new
     * matrix that the caller closes.
     */
    Matrix jacobian(int row) {
        int n = network.inputs();
        Matrix tangent = backend.allocate(n, n);
        for (int i = 0; i < n; i++) {
            tangent.write(i, i, new double[] {1}, 0, 1);
        }
        for (int l = 1; l <= network.depth(); l++) {
            Matrix next = backend.allocate(n, network.width(l));
            layers.get(l - 1).addThroughWeights(tangent, 0, next);
            tangent.close();
            if (curved(l)) {
                backend.hadamard(next, slopes.get(l - 1).rowRange(row, row + 1), next);
            }
            tangent = next;
        }
        return tangent;
    }

    @Override
    public void close() {
        values.forEach(Matrix::close);
        slopes.forEach(Matrix::close);
        signals.forEach(Matrix::close);
    }
}
