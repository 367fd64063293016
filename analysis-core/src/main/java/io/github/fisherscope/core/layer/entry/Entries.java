package io.github.fisherscope.core.layer.entry;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.RowBlocks;
import java.util.function.DoubleUnaryOperator;

/** Functions of one number on the entries of matrices, by all threads. */
final class Entries {
    private Entries() {}

    static void map(Backend backend, Matrix from, Matrix to, DoubleUnaryOperator function) {
        int columns = Math.toIntExact(from.columns());
        RowBlocks.forEach(backend, from.rows(), columns, (begin, end) -> {
            double[] x = new double[columns];
            for (long row = begin; row < end; row++) {
                RowBlocks.read(from, row, x, 0);
                for (int i = 0; i < columns; i++) {
                    x[i] = function.applyAsDouble(x[i]);
                }
                to.write(row, 0, x, 0, columns);
            }
        });
    }
}
