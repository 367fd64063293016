package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.network.DenseShape;
import java.util.Optional;

/**
 * Rows {@code Σ_s δ_rts ⊗ ĥ_ts} of a dense layer, sums of outer products. With one position they are outer products, and Gram
 * matrix, norms, squares and Kronecker factors come from the factors; with several, rows are formed.
 *
 * @param inputs H (T·S × fan-in)
 * @param deltas Δ (R·T·S × fan-out)
 * @param positions S
 */
record DenseRows(Dense dense, Matrix inputs, Matrix deltas, int positions) implements RowGradients {
    @Override
    public long rows() {
        return deltas.rows() / positions;
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
        for (int s = 0; s < positions; s++) {
            deltas.read(row * positions + s, 0, delta, 0, delta.length);
            inputs.read((row * positions + s) % inputs.rows(), 0, h, 0, h.length);
            for (int i = 0; i < delta.length; i++) {
                for (int j = 0; j < h.length; j++) {
                    gradient[offset + i * h.length + j] += delta[i] * h[j];
                }
                if (shape.bias()) {
                    gradient[offset + delta.length * h.length + i] += delta[i];
                }
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
        if (positions > 1 || !(other instanceof DenseRows columns)) {
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
        return positions == 1 ? dense.squaredNorms(inputs, deltas) : RowGradients.super.squaredNorms();
    }

    /** One product of squares is right with one position only: squares of sums are not sums of squares. */
    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        if (positions == 1) {
            dense.addSquares(inputs, deltas, total, diagonal, offset);
        } else {
            RowGradients.super.addSquares(total, diagonal, offset);
        }
    }

    /** {@inheritDoc} With several positions these are means over positions of the inputs' moments (K-FAC expand). */
    @Override
    public Optional<KroneckerPair> kronecker(Backend backend) {
        DenseShape shape = dense.shape();
        Matrix outputs = backend.allocate(shape.outputs(), shape.outputs());
        Matrix moments = backend.allocate(shape.extendedInputs(), shape.extendedInputs());
        long samples = inputs.rows() / positions;
        backend.multiply(1.0 / samples, deltas, Transpose.YES, deltas, Transpose.NO, 0, outputs);
        try (Matrix extended = dense.extendedInputs(inputs)) {
            backend.multiply(1.0 / inputs.rows(), extended, Transpose.YES, extended, Transpose.NO, 0, moments);
        }
        return Optional.of(new KroneckerPair(outputs, moments));
    }
}
