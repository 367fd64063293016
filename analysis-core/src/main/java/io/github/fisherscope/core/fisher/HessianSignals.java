package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    /** Tangents of the activations h^l, l = 1, …, L. */
    private final List<Matrix> activationTangents = new ArrayList<>();
    /** Tangents of δ^l, l = 1, …, L. */
    private final List<Matrix> signals = new ArrayList<>();

    HessianSignals(Linearization at, LossSignals loss) {
        this.at = at;
        this.backend = at.backend();
        this.loss = loss;
        for (int l = 1; l <= at.depth(); l++) {
            long width = at.layer(l).shape().outputs();
            tangents.add(backend.allocate(at.samples(), width));
            activationTangents.add(backend.allocate(at.samples(), width));
            signals.add(backend.allocate(at.samples(), width));
        }
    }

    private Matrix tangent(int l) {
        return tangents.get(l - 1);
    }

    private Matrix activationTangent(int l) {
        return activationTangents.get(l - 1);
    }

    private Matrix signal(int l) {
        return signals.get(l - 1);
    }

    /**
     * Adds the product of the Hessian of the loss, summed over the batch, to {@code sum}.
     *
     * @param outputFisher multiplies every row with its Q_t, in place; rows of zeros leave the residual term alone
     */
    void addProduct(ParameterBlock direction, Consumer<Matrix> outputFisher, ParameterBlock sum) {
        ascend(direction);
        Matrix top = signal(at.depth());
        backend.copy(activationTangent(at.depth()), top);
        outputFisher.accept(top);
        addCurvature(loss.outputCurvature(), activationTangent(at.depth()), top);
        for (int l = at.depth(); l >= 1; l--) {
            at.scaleBySlopes(l, signal(l));
            addCurvature(loss.curvature(l), tangent(l), signal(l));
            at.layer(l).vjpParameters(signal(l), at.activations(l - 1), 1, sum.layer(l));
            if (l > 1) {
                at.layer(l).addVjpParametersAlong(loss.delta(l), activationTangent(l - 1), sum.layer(l));
                at.layer(l).vjpInputs(signal(l), signal(l - 1));
                at.layer(l).addVjpInputsAlong(loss.delta(l), direction.layer(l), signal(l - 1));
            }
        }
    }

    private void ascend(ParameterBlock direction) {
        for (int l = 1; l <= at.depth(); l++) {
            at.layer(l)
                    .jvp(
                            at.activations(l - 1),
                            l > 1 ? activationTangent(l - 1) : null,
                            direction.layer(l),
                            tangent(l));
            backend.copy(tangent(l), activationTangent(l));
            at.scaleBySlopes(l, activationTangent(l));
        }
    }

    /** Adds {@code curvature ∘ tangent}; the tangent is used up. */
    private void addCurvature(Optional<Matrix> curvature, Matrix tangent, Matrix signal) {
        curvature.ifPresent(c -> {
            backend.hadamard(tangent, c, tangent);
            backend.add(1, tangent, 1, signal);
        });
    }

    @Override
    public void close() {
        tangents.forEach(Matrix::close);
        activationTangents.forEach(Matrix::close);
        signals.forEach(Matrix::close);
    }
}
