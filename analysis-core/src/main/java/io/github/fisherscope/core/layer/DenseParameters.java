package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.DenseShape;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in the shape of a dense layer's parameters on a backend: the parameters themselves, a direction of change, or a
 * gradient.
 *
 * @param weights outputs × inputs
 * @param bias 1 × outputs, or null if the layer has no bias
 */
public record DenseParameters(Matrix weights, @Nullable Matrix bias) implements AutoCloseable {
    private static final int ENTRIES_PER_TASK = 1 << 16;

    /** Returns zeros, which the caller closes. */
    public static DenseParameters zeros(DenseShape shape, Backend backend) {
        return new DenseParameters(
                backend.allocate(shape.outputs(), shape.inputs()),
                shape.bias() ? backend.allocate(1, shape.outputs()) : null);
    }

    /** Returns a copy of a layer's own parameters, which the caller closes. */
    static DenseParameters of(DenseLayer layer, Backend backend) {
        DenseParameters copy = zeros(layer.shape(), backend);
        double[] row = new double[layer.inputs()];
        for (int i = 0; i < layer.outputs(); i++) {
            layer.weights().copyTo(i * row.length, row, 0, row.length);
            copy.weights.write(i, 0, row, 0, row.length);
        }
        RealVector from = layer.bias();
        Matrix to = copy.bias;
        if (from != null && to != null) {
            to.write(0, 0, from.toArray(), 0, from.size());
        }
        return copy;
    }

    /** Returns the parameters that stand in a row on the backend from column {@code first} on; they are not copied. */
    public static DenseParameters view(DenseShape shape, Matrix row, long first) {
        return new DenseParameters(
                row.view(0, first, 1, shape.weights()).reshaped(shape.outputs(), shape.inputs()),
                shape.bias() ? row.view(0, first + shape.weights(), 1, shape.outputs()) : null);
    }

    /** What is done with a row of a matrix, which lies at an offset in a vector. */
    public interface RowVisitor {
        /** Works on {@code count} numbers of row {@code row} that lie from {@code offset} on in the vector. */
        void visit(Matrix matrix, int row, int offset, int count);
    }

    /**
     * Visits every row with its place in a vector of the parameters, some rows to a task of the backend.
     *
     * @param first where the layer starts in the vector
     */
    public void forEachRow(Backend backend, int first, RowVisitor visitor) {
        int fanIn = Math.toIntExact(weights.columns());
        int width = Math.toIntExact(weights.rows());
        int rowsPerTask = Math.max(1, ENTRIES_PER_TASK / fanIn);
        backend.forEach((width + rowsPerTask - 1) / rowsPerTask, task -> {
            int end = Math.min(width, (task + 1) * rowsPerTask);
            for (int i = task * rowsPerTask; i < end; i++) {
                visitor.visit(weights, i, first + i * fanIn, fanIn);
            }
        });
        if (bias != null) {
            visitor.visit(bias, 0, first + width * fanIn, width);
        }
    }

    @Override
    public void close() {
        weights.close();
        if (bias != null) {
            bias.close();
        }
    }
}
