package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.function.Supplier;

/**
 * A symmetric matrix of which the tiles on and below the diagonal are stored, as a map on ℝⁿ. Strip i of the image is
 * {@code K_i,0…i x_0…i + (K_i+1…,i)ᵀ x_i+1…}: 2n² flops and one pass over n² entries for each batch, strips shared between
 * threads and each summed in a fixed order.
 */
public final class DualMatrixOperator implements SymmetricOperator {
    private final Backend backend;
    private final Supplier<Matrix> matrix;
    private final int dimension;

    /** @param matrix gives the matrix at each use, or throws when it was used up */
    DualMatrixOperator(Backend backend, Supplier<Matrix> matrix) {
        this.backend = backend;
        this.matrix = matrix;
        this.dimension = Math.toIntExact(matrix.get().rows());
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void apply(double[] x, double[] y) {
        applyBatch(new double[][] {x}, new double[][] {y});
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        if (xs.length == 0) {
            return;
        }
        Matrix k = matrix.get();
        try (Matrix x = backend.allocate(xs.length, dimension);
                Matrix y = backend.allocate(xs.length, dimension)) {
            for (int b = 0; b < xs.length; b++) {
                x.write(b, 0, xs[b], 0, dimension);
            }
            int edge = backend.tileEdge();
            int strips = (dimension + edge - 1) / edge;
            backend.forEach(strips, strip -> multiply(k, x, (long) strip * edge, y));
            for (int b = 0; b < ys.length; b++) {
                y.read(b, 0, ys[b], 0, dimension);
            }
        }
    }

    private void multiply(Matrix k, Matrix x, long first, Matrix y) {
        long end = Math.min(dimension, first + backend.tileEdge());
        long width = end - first;
        Matrix out = y.view(0, first, x.rows(), width);
        backend.multiply(
                1, x.view(0, 0, x.rows(), end), Transpose.NO, k.view(first, 0, width, end), Transpose.YES, 0, out);
        if (end < dimension) {
            long rest = dimension - end;
            backend.multiply(
                    1,
                    x.view(0, end, x.rows(), rest),
                    Transpose.NO,
                    k.view(end, first, rest, width),
                    Transpose.NO,
                    1,
                    out);
        }
    }
}
