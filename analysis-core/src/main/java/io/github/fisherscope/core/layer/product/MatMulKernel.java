package io.github.fisherscope.core.layer.product;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.VjpChange;
import io.github.fisherscope.core.layer.shape.Axes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Products of two tensors, sample by sample and matrix by matrix. */
final class MatMulKernel implements LayerKernel {
    private final Backend backend;
    private final MatrixSizes sizes;
    private final int[] leftBlocks;
    private final int[] rightBlocks;
    private List<Matrix> inputs = List.of();

    MatMulKernel(Shape left, Shape right, Backend backend) {
        this.backend = backend;
        this.sizes = MatrixSizes.of(left, right);
        List<Integer> both = MatMul.leading(left, right);
        this.leftBlocks = blocks(MatMul.leading(left), both);
        this.rightBlocks = blocks(MatMul.leading(right), both);
    }

    /** Returns for each product the number of the matrix that a tensor brings. */
    private static int[] blocks(List<Integer> own, List<Integer> both) {
        Shape from = own.isEmpty() ? Shape.of(1) : new Shape(own);
        return Axes.broadcast(from, both.isEmpty() ? Shape.of(1) : new Shape(both));
    }

    private static Matrix block(Matrix m, long row, int number, int rows, int columns) {
        int size = rows * columns;
        return m.view(row, (long) number * size, 1, size).reshaped(rows, columns);
    }

    private Matrix left(Matrix m, long row, int product) {
        return block(m, row, leftBlocks[product], sizes.rows(), sizes.inner());
    }

    private Matrix right(Matrix m, long row, int product) {
        return block(m, row, rightBlocks[product], sizes.inner(), sizes.columns());
    }

    private Matrix out(Matrix m, long row, int product) {
        return block(m, row, product, sizes.rows(), sizes.columns());
    }

    /** One product of a sample. */
    private interface Product {
        void at(long row, int product);
    }

    private void forEach(long rows, Product body) {
        long work = (long) leftBlocks.length * sizes.rows() * sizes.columns();
        RowBlocks.forEach(backend, rows, work, (from, to) -> {
            for (long row = from; row < to; row++) {
                for (int product = 0; product < leftBlocks.length; product++) {
                    body.at(row, product);
                }
            }
        });
    }

    private void multiply(Matrix a, Matrix b, double beta, Matrix c) {
        forEach(
                c.rows(),
                (row, p) -> backend.multiply(
                        1, left(a, row, p), Transpose.NO, right(b, row, p), Transpose.NO, beta, out(c, row, p)));
    }

    @Override
    public void forward(List<Matrix> batch, Matrix output) {
        inputs = List.copyOf(batch);
        multiply(batch.get(0), batch.get(1), 0, output);
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix a = inputTangents.get(0);
        Matrix b = inputTangents.get(1);
        if (a != null) {
            multiply(a, inputs.get(1), 0, outputTangent);
        }
        if (b != null) {
            multiply(inputs.get(0), b, a == null ? 0 : 1, outputTangent);
        }
        if (a == null && b == null) {
            backend.fill(outputTangent, 0);
        }
    }

    /** Matrices that several products share collect what all of them say. */
    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        if (beta == 0) {
            backend.fill(below, 0);
        } else if (beta != 1) {
            backend.add(beta, below, 0, below);
        }
        addVjp(cotangents, input, inputs.get(1 - input), below);
    }

    private void addVjp(Matrix cotangents, int input, Matrix other, Matrix below) {
        long samples = other.rows();
        forEach(below.rows(), (row, p) -> {
            Matrix g = out(cotangents, row, p);
            if (input == 0) {
                Matrix b = right(other, row % samples, p);
                backend.multiply(1, g, Transpose.NO, b, Transpose.YES, 1, left(below, row, p));
            } else {
                Matrix a = left(other, row % samples, p);
                backend.multiply(1, a, Transpose.YES, g, Transpose.NO, 1, right(below, row, p));
            }
        });
    }

    /** A product changes by the change of its other factor. */
    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        return Optional.of((VjpChange) (cotangents, input, below) -> {
            Matrix other = inputTangents.get(1 - input);
            if (other != null) {
                addVjp(cotangents, input, other, below);
            }
        });
    }

    @Override
    public void close() {}
}
