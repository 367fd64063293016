package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The output sensitivities {@code Δ_l} (n × M_l), row (r, t) = {@code s_rtᵀ ∂f(x_t)/∂u^l}, of all layers: one backward
 * pass for all rows of the {@linkplain OutputFactor factor} at once. {@code Δ_{l-1} = (Δ_l W^l) ∘ φ′(u^{l-1})}.
 *
 * <p>Cost: 2 n Σ_{l ≥ 2} M_l M_{l-1} flops; for an identity factor the last layer is copied, not multiplied. Memory:
 * n Σ M_l numbers.
 */
public final class OutputSensitivities implements AutoCloseable {
    private final List<Matrix> layers = new ArrayList<>();

    private OutputSensitivities() {}

    /**
     * Runs the backward pass for the exact expectation over labels; what it finds serves the forms of this package.
     *
     * @param at the linearised network, which stays open
     */
    public static OutputSensitivities exact(Linearization at, Likelihood likelihood) {
        return of(at, OutputFactor.exact(at, likelihood));
    }

    /** Returns the sensitivities at all samples. */
    static OutputSensitivities of(Linearization at, OutputFactor factor) {
        return of(at, factor, 0, at.samples());
    }

    /** Returns the sensitivities at samples {@code from} to {@code to} (exclusive), row (r, t) at r·(to − from) + t − from. */
    static OutputSensitivities of(Linearization at, OutputFactor factor, int from, int to) {
        OutputSensitivities result = new OutputSensitivities();
        Backend backend = at.backend();
        long rows = (long) factor.rowsPerSample() * (to - from);
        Matrix delta = backend.allocate(rows, at.outputCount());
        factor.writeTo(delta, from, to);
        result.layers.add(delta);
        for (int l = at.depth(); l > 1; l--) {
            Matrix previous = backend.allocate(rows, at.network().width(l - 1));
            if (l == at.depth() && factor.isIdentity()) {
                copyOutputWeights(at, previous, to - from);
            } else {
                backend.multiply(1, delta, Transpose.NO, at.weights(l), Transpose.NO, 0, previous);
            }
            backend.hadamard(previous, at.slopes(l - 1).rowRange(from, to), previous);
            result.layers.add(0, previous);
            delta = previous;
        }
        return result;
    }

    /**
     * Returns how many samples a batch may have so that its sensitivities take about {@code bytes}; at least 1, at most
     * all.
     */
    static int batchSize(Linearization at, OutputFactor factor, long bytes) {
        long perSample = 0;
        for (int l = 1; l <= at.depth(); l++) {
            perSample += at.network().width(l);
        }
        perSample *= (long) factor.rowsPerSample() * at.backend().precision().bytes();
        return (int) Math.max(1, Math.min(at.samples(), bytes / perSample));
    }

    private static void copyOutputWeights(Linearization at, Matrix target, int samples) {
        Matrix w = at.weights(at.depth());
        for (int k = 0; k < at.outputCount(); k++) {
            Matrix rows = target.rowRange((long) k * samples, (k + 1L) * samples);
            at.backend().addToRows(w.rowRange(k, k + 1L), rows);
        }
    }

    /** Returns {@code Δ_l} for l in [1, L]. */
    Matrix layer(int l) {
        return layers.get(l - 1);
    }

    @Override
    public void close() {
        layers.forEach(Matrix::close);
    }
}
