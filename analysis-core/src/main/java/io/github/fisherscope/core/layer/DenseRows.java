package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.network.DenseShape;
import java.util.List;

/**
 * Rows {@code δ_rt ⊗ ĥ_t} of a dense layer on vectors, outer products: Gram matrix, norms, squares and Kronecker factors come
 * from the factors. On several positions they are {@link OuterRows}.
 *
 * @param inputs H (T × fan-in)
 * @param deltas Δ (R·T × fan-out)
 */
record DenseRows(Dense dense, Matrix inputs, Matrix deltas, Backend backend) implements RowGradients {
    @Override
    public long rows() {
        return deltas.rows();
    }

    @Override
    public int parameters() {
        return Math.toIntExact(dense.shape().parameters());
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        DenseShape shape = dense.shape();
        double[] delta = new double[shape.outputs()];
        double[] h = new double[shape.inputs()];
        deltas.read(row, 0, delta, 0, delta.length);
        inputs.read(row % inputs.rows(), 0, h, 0, h.length);
        for (int i = 0; i < delta.length; i++) {
            for (int j = 0; j < h.length; j++) {
                gradient[offset + i * h.length + j] += delta[i] * h[j];
            }
            if (shape.bias()) {
                gradient[offset + delta.length * h.length + i] += delta[i];
            }
        }
    }

    @Override
    public void addGram(
            Backend backend,
            long from,
            long to,
            RowGradients other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        if (!(other instanceof DenseRows columns)) {
            RowGradients.super.addGram(backend, from, to, other, otherFrom, otherTo, scale, sum);
            return;
        }
        try (Matrix product = backend.allocate(to - from, otherTo - otherFrom);
                Matrix gram = backend.allocate(inputs.rows(), columns.inputs.rows())) {
            backend.multiply(
                    scale,
                    deltas.rowRange(from, to),
                    Transpose.NO,
                    columns.deltas.rowRange(otherFrom, otherTo),
                    Transpose.YES,
                    0,
                    product);
            backend.multiply(1, inputs, Transpose.NO, columns.inputs, Transpose.YES, 0, gram);
            dense.addGramTile(product, gram, from % inputs.rows(), otherFrom % columns.inputs.rows(), sum);
        }
    }

    @Override
    public double[] squaredNorms() {
        return dense.squaredNorms(inputs, deltas);
    }

    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        dense.addSquares(inputs, deltas, total, diagonal, offset);
    }

    @Override
    public RowGradients restricted(int from, int to) {
        DenseShape shape = dense.shape();
        int weights = Math.toIntExact(shape.weights());
        if (shape.bias() && from == 0 && to == weights) {
            return new DenseRows(dense.withoutBias(), inputs, deltas, backend);
        }
        OuterForm form = new OuterForm(1, shape.inputs(), shape.outputs(), 1, 1, false, shape.bias());
        return shape.bias() && from == weights && to == parameters()
                ? new BiasRows(form, deltas, backend)
                : RowGradients.super.restricted(from, to);
    }

    /** {@inheritDoc} There is one position, so that there is nothing to share. */
    @Override
    public List<KroneckerPair> kronecker(Backend backend, KroneckerSharing sharing) {
        DenseShape shape = dense.shape();
        KroneckerPair pair = KroneckerPair.zeros(backend, shape.outputs(), shape.extendedInputs());
        double share = 1.0 / inputs.rows();
        try (Matrix extended = dense.extendedInputs(inputs)) {
            backend.multiply(share, deltas, Transpose.YES, deltas, Transpose.NO, 0, pair.outputs());
            backend.multiply(share, extended, Transpose.YES, extended, Transpose.NO, 0, pair.inputs());
            return List.of(pair);
        } catch (RuntimeException | Error e) {
            pair.close();
            throw e;
        }
    }
}
