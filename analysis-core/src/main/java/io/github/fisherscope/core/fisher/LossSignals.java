package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The derivatives of a loss inside a network at a batch of samples: {@code δ^l = ∂ℓ/∂u^l} for every layer, and the
 * curvature {@code φ_l″(u^l) ∘ ∂ℓ/∂h^l} that the activation of layer l adds to the Hessian, both samples × M_l. One backward
 * pass; the loss is summed over samples and not divided.
 */
final class LossSignals implements AutoCloseable {
    private final Linearization at;
    private final Matrix outputGradient;
    private final Optional<Matrix> outputCurvature;
    private final List<Matrix> deltas = new ArrayList<>();
    private final List<Optional<Matrix>> curvatures = new ArrayList<>();

    /**
     * Runs the backward pass.
     *
     * @param request names the likelihood and the output activation ψ
     * @param labels of the whole data set, entry {@code t·C + k}
     * @param first number of the batch's first sample in the whole data set
     */
    LossSignals(Linearization at, FisherRequest request, RealVector labels, int first) {
        this.at = at;
        Backend backend = at.backend();
        Activation psi = request.outputActivation();
        this.outputGradient = backend.allocate(at.samples(), at.outputCount());
        this.outputCurvature = psi.piecewiseLinear()
                ? Optional.empty()
                : Optional.of(backend.allocate(at.samples(), at.outputCount()));
        for (int l = 1; l <= at.depth(); l++) {
            deltas.add(backend.allocate(at.samples(), at.layer(l).shape().outputs()));
            curvatures.add(at.curvatures(l));
        }
        differentiate(request, labels, first);
        for (int l = at.depth(); l >= 1; l--) {
            Matrix delta = delta(l);
            if (l == at.depth()) {
                backend.copy(outputGradient, delta);
            } else {
                at.layer(l + 1).vjpInputs(delta(l + 1), delta);
            }
            curvature(l).ifPresent(c -> backend.hadamard(c, delta, c));
            at.scaleBySlopes(l, delta);
        }
    }

    /** Differentiates the loss by the network's outputs h^L, which the likelihood sees through ψ. */
    private void differentiate(FisherRequest request, RealVector labels, int first) {
        int outputs = at.outputCount();
        Activation psi = request.outputActivation();
        double[] h = at.outputs();
        double[] f = new double[outputs];
        double[] label = new double[outputs];
        double[] score = new double[outputs];
        double[] gradient = new double[outputs];
        double[] bend = new double[outputs];
        for (int t = 0; t < at.samples(); t++) {
            for (int k = 0; k < outputs; k++) {
                f[k] = psi.value(h[t * outputs + k]);
                label[k] = labels.get((first + t) * outputs + k);
            }
            request.likelihood().score(f, label, score);
            for (int k = 0; k < outputs; k++) {
                gradient[k] = -score[k] * psi.derivative(h[t * outputs + k]);
                bend[k] = -score[k] * psi.secondDerivative(h[t * outputs + k]);
            }
            outputGradient.write(t, 0, gradient, 0, outputs);
            if (outputCurvature.isPresent()) {
                outputCurvature.get().write(t, 0, bend, 0, outputs);
            }
        }
    }

    /** Returns {@code ∂ℓ/∂h^L}. */
    Matrix outputGradient() {
        return outputGradient;
    }

    /** Returns the curvature that ψ adds at the network's outputs; empty where it has no second derivative. */
    Optional<Matrix> outputCurvature() {
        return outputCurvature;
    }

    /** Returns {@code δ^l} for l in [1, L]. */
    Matrix delta(int l) {
        return deltas.get(l - 1);
    }

    /** Returns the curvature of layer l in [1, L]; empty where the activation has no second derivative. */
    Optional<Matrix> curvature(int l) {
        return curvatures.get(l - 1);
    }

    @Override
    public void close() {
        outputGradient.close();
        outputCurvature.ifPresent(Matrix::close);
        deltas.forEach(Matrix::close);
        curvatures.forEach(c -> c.ifPresent(Matrix::close));
    }
}
