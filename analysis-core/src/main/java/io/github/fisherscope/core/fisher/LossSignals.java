package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The derivatives of a loss inside a network at a batch of samples: {@code δ^l = ∂ℓ/∂u^l} for every layer, and the
 * curvature {@code φ″(u^l) ∘ ∂ℓ/∂h^l} that the activation of layer l adds to the Hessian, both samples × M_l. One backward
 * pass; the loss is summed over samples and not divided.
 */
final class LossSignals implements AutoCloseable {
    private final List<Matrix> deltas = new ArrayList<>();
    private final List<Optional<Matrix>> curvatures = new ArrayList<>();

    /**
     * Runs the backward pass.
     *
     * @param request names the likelihood and the output activation
     * @param labels of the whole data set, entry {@code t·C + k}
     * @param first number of the batch's first sample in the whole data set
     */
    LossSignals(Linearization at, FisherRequest request, RealVector labels, int first) {
        for (int l = 1; l <= at.depth(); l++) {
            deltas.add(at.backend().allocate(at.samples(), at.network().width(l)));
            curvatures.add(Optional.empty());
        }
        writeOutputs(at, request, labels, first);
        for (int l = at.depth() - 1; l >= 1; l--) {
            descend(at, l);
        }
    }

    /** Differentiates the loss by the last layer's pre-activations u, where the outputs are f = ψ(u). */
    private void writeOutputs(Linearization at, FisherRequest request, RealVector labels, int first) {
        int outputs = at.outputCount();
        Activation psi = request.outputActivation();
        double[] u = at.outputs();
        double[] f = new double[outputs];
        double[] label = new double[outputs];
        double[] score = new double[outputs];
        double[] delta = new double[outputs];
        double[] bend = new double[outputs];
        Matrix curvature = psi.piecewiseLinear() ? null : at.backend().allocate(at.samples(), outputs);
        for (int t = 0; t < at.samples(); t++) {
            for (int k = 0; k < outputs; k++) {
                f[k] = psi.value(u[t * outputs + k]);
                label[k] = labels.get((first + t) * outputs + k);
            }
            request.likelihood().score(f, label, score);
            for (int k = 0; k < outputs; k++) {
                delta[k] = -score[k] * psi.derivative(u[t * outputs + k]);
                bend[k] = -score[k] * psi.secondDerivative(u[t * outputs + k]);
            }
            delta(at.depth()).write(t, 0, delta, 0, outputs);
            if (curvature != null) {
                curvature.write(t, 0, bend, 0, outputs);
            }
        }
        curvatures.set(at.depth() - 1, Optional.ofNullable(curvature));
    }

    /** Carries the derivative from layer l + 1 to the hidden layer l. */
    private void descend(Linearization at, int l) {
        Backend backend = at.backend();
        Matrix delta = delta(l);
        backend.multiply(1, delta(l + 1), Transpose.NO, at.weights(l + 1), Transpose.NO, 0, delta);
        Optional<Matrix> curvature = at.curvatures(l);
        curvature.ifPresent(c -> backend.hadamard(c, delta, c));
        curvatures.set(l - 1, curvature);
        backend.hadamard(delta, at.slopes(l), delta);
    }

    /** Returns {@code δ^l} for l in [1, L]. */
    Matrix delta(int l) {
        return deltas.get(l - 1);
    }

    /** Returns the curvature of layer l in [1, L]; empty where it is zero because the activation has no second derivative. */
    Optional<Matrix> curvature(int l) {
        return curvatures.get(l - 1);
    }

    @Override
    public void close() {
        deltas.forEach(Matrix::close);
        curvatures.forEach(c -> c.ifPresent(Matrix::close));
    }
}
