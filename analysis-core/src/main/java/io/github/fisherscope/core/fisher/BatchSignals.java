package io.github.fisherscope.core.fisher;

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
    private final int firstLayer;
    private final int lastLayer;
    private final List<Matrix> layers = new ArrayList<>();

    BatchSignals(Linearization at, int firstLayer, int lastLayer) {
        this.at = at;
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
        for (int l = firstLayer; l <= at.depth(); l++) {
            layers.add(at.backend().allocate(at.samples(), at.layer(l).shape().outputs()));
        }
    }

    private Matrix layer(int l) {
        return layers.get(l - firstLayer);
    }

    /** Returns the signal at the outputs (samples × C). */
    Matrix outputs() {
        return layer(at.depth());
    }

    /** Carries a direction of the parameters up (JVP): the outputs become its directional derivatives J v. */
    void tangent(ParameterBlock direction) {
        for (int l = firstLayer; l <= at.depth(); l++) {
            Matrix signal = layer(l);
            at.layer(l)
                    .jvp(
                            at.activations(l - 1),
                            l > firstLayer ? layer(l - 1) : null,
                            l <= lastLayer ? direction.layer(l) : null,
                            signal);
            at.scaleBySlopes(l, signal);
        }
    }

    /** Carries the signal g at the outputs down (VJP): {@code target ← Jᵀ g + beta target}. The signals are used up. */
    void gradient(double beta, ParameterBlock target) {
        for (int l = at.depth(); l >= firstLayer; l--) {
            Matrix signal = layer(l);
            at.scaleBySlopes(l, signal);
            if (l <= lastLayer) {
                at.layer(l).vjpParameters(signal, at.activations(l - 1), beta, target.layer(l));
            }
            if (l > firstLayer) {
                at.layer(l).vjpInputs(signal, layer(l - 1));
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
