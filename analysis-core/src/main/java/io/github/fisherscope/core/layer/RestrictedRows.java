package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/**
 * Rows of some of a layer's parameters.
 *
 * @param all rows of all of them
 * @param from the first parameter that is kept
 * @param to the one behind the last
 */
record RestrictedRows(RowGradients all, int from, int to) implements RowGradients {
    @Override
    public long rows() {
        return all.rows();
    }

    @Override
    public int parameters() {
        return to - from;
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        double[] whole = new double[all.parameters()];
        all.addRow(row, whole, 0);
        for (int i = from; i < to; i++) {
            gradient[offset + i - from] += whole[i];
        }
    }

    @Override
    public Matrix formed(Backend backend, long first, long last, int begin, int end) {
        return all.formed(backend, first, last, from + begin, from + end);
    }
}
