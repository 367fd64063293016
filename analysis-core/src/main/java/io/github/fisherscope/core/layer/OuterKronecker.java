package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.RowGradients.KroneckerPair;
import java.util.ArrayList;
import java.util.List;

/**
 * Kronecker factors of weights that are used at several positions, one pair for each group. Expand takes positions as if they
 * were samples, {@code A = mean over t and s of x xᵀ} and {@code B = (1/T) Σ_rts δ δᵀ}; reduce takes a sample's mean input and
 * its summed sensitivities. Source: R. Eschenhagen et al., Kronecker-factored approximate curvature for modern neural network
 * architectures, NeurIPS 2023.
 */
final class OuterKronecker {
    private final Backend backend;
    private final OuterForm form;
    private final OuterRows rows;
    private final boolean reduce;

    OuterKronecker(Backend backend, OuterRows rows, KroneckerSharing sharing) {
        this.backend = backend;
        this.form = rows.form();
        this.rows = rows;
        this.reduce = sharing == KroneckerSharing.REDUCE;
    }

    List<KroneckerPair> pairs() {
        SampleRows order = new SampleRows(0, rows.rows(), rows.inputs().samples());
        List<KroneckerPair> pairs = new ArrayList<>();
        try {
            for (int g = 0; g < form.groups(); g++) {
                int extended = form.fanIn() + (form.bias() ? 1 : 0);
                pairs.add(KroneckerPair.zeros(backend, form.fanOut(), extended));
                for (int k = 0; k < order.samples(); k++) {
                    addSample(order, k, g, pairs.get(g));
                }
            }
            return pairs;
        } catch (RuntimeException | Error e) {
            pairs.forEach(KroneckerPair::close);
            throw e;
        }
    }

    private void addSample(SampleRows order, int k, int group, KroneckerPair pair) {
        double samples = rows.inputs().samples();
        int positions = form.positions() * form.parts();
        try (OuterBlock block = OuterBlock.of(rows, order, group, k, k + 1, backend);
                Matrix inputs = extended(block.inputs());
                Matrix sums = backend.allocate(block.deltas().rows(), form.fanOut());
                Matrix ones = backend.allocate(1, positions);
                Matrix mean = backend.allocate(1, inputs.columns())) {
            backend.fill(ones, 1);
            Matrix byChannel = block.deltas().reshaped(block.deltas().rows() * form.fanOut(), positions);
            if (reduce) {
                backend.multiply(1.0 / positions, ones, Transpose.NO, inputs, Transpose.NO, 0, mean);
                backend.multiply(1 / samples, mean, Transpose.YES, mean, Transpose.NO, 1, pair.inputs());
                Matrix column = sums.reshaped(byChannel.rows(), 1);
                backend.multiply(1, byChannel, Transpose.NO, ones, Transpose.YES, 0, column);
                backend.multiply(1 / samples, sums, Transpose.YES, sums, Transpose.NO, 1, pair.outputs());
                return;
            }
            backend.multiply(1 / samples / positions, inputs, Transpose.YES, inputs, Transpose.NO, 1, pair.inputs());
            for (long i = 0; i < block.deltas().rows(); i++) {
                Matrix delta = block.deltas().rowRange(i, i + 1).reshaped(form.fanOut(), positions);
                backend.multiply(1 / samples, delta, Transpose.NO, delta, Transpose.YES, 1, pair.outputs());
            }
        }
    }

    /** Returns the inputs with a column of ones behind them where there is a bias. */
    private Matrix extended(Matrix inputs) {
        Matrix extended = backend.allocate(inputs.rows(), inputs.columns() + (form.bias() ? 1 : 0));
        backend.copy(inputs, extended.view(0, 0, inputs.rows(), inputs.columns()));
        if (form.bias()) {
            backend.fill(extended.view(0, inputs.columns(), inputs.rows(), 1), 1);
        }
        return extended;
    }
}
