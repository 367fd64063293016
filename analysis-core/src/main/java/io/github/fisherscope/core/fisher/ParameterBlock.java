package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A direction or gradient in the space of the parameters of some consecutive layers, held on a backend layer by layer. */
final class ParameterBlock implements AutoCloseable {
    private static final int ENTRIES_PER_TASK = 1 << 16;

    private final Backend backend;
    private final ParameterLayout layout;
    private final int firstLayer;
    private final int lastLayer;
    private final List<Matrix> weights;
    private final List<Matrix> biases;
    private final List<Matrix> owned;

    private ParameterBlock(
            Backend backend,
            ParameterLayout layout,
            int firstLayer,
            List<Matrix> weights,
            List<Matrix> biases,
            List<Matrix> owned) {
        this.backend = backend;
        this.layout = layout;
        this.firstLayer = firstLayer;
        this.lastLayer = firstLayer + weights.size() - 1;
        this.weights = weights;
        this.biases = biases;
        this.owned = owned;
    }

    /** Returns zeros for the given layers. */
    static ParameterBlock zeros(NeuralNetwork network, Backend backend, int firstLayer, int lastLayer) {
        List<Matrix> weights = new ArrayList<>();
        List<Matrix> biases = new ArrayList<>();
        for (int l = firstLayer; l <= lastLayer; l++) {
            weights.add(backend.allocate(network.width(l), network.width(l - 1)));
            biases.add(backend.allocate(1, network.width(l)));
        }
        List<Matrix> owned = new ArrayList<>(weights);
        owned.addAll(biases);
        return new ParameterBlock(backend, network.layout(), firstLayer, weights, biases, owned);
    }

    /** Returns the network's own parameters θ; nothing but the biases is copied. */
    static ParameterBlock ofNetwork(DataSweep sweep) {
        NeuralNetwork network = sweep.network();
        List<Matrix> weights = new ArrayList<>();
        List<Matrix> biases = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            weights.add(sweep.weights(l));
            double[] values = Objects.requireNonNull(network.layer(l).bias()).toArray();
            Matrix row = sweep.backend().allocate(1, values.length);
            row.write(0, 0, values, 0, values.length);
            biases.add(row);
        }
        return new ParameterBlock(sweep.backend(), network.layout(), 1, weights, biases, biases);
    }

    /** Returns the parameters that a vector on the backend holds in a single row; it is not copied. */
    static ParameterBlock of(NeuralNetwork network, Backend backend, Matrix row, int firstLayer, int lastLayer) {
        ParameterLayout layout = network.layout();
        long start = layout.weightOffset(firstLayer);
        List<Matrix> weights = new ArrayList<>();
        List<Matrix> biases = new ArrayList<>();
        for (int l = firstLayer; l <= lastLayer; l++) {
            long width = network.width(l);
            long count = width * network.width(l - 1);
            weights.add(row.view(0, layout.weightOffset(l) - start, 1, count).reshaped(width, count / width));
            biases.add(row.view(0, layout.biasOffset(l) - start, 1, width));
        }
        return new ParameterBlock(backend, layout, firstLayer, weights, biases, List.of());
    }

    Matrix weights(int l) {
        return weights.get(l - firstLayer);
    }

    Matrix biases(int l) {
        return biases.get(l - firstLayer);
    }

    /** Overwrites the parameters with {@code v}, in the order of {@link ParameterLayout} from the first layer on. */
    void write(double[] v) {
        forEachRow((matrix, row, offset, count) -> matrix.write(row, 0, v, offset, count));
    }

    /** Copies the parameters to {@code v}, as {@link #write} takes them. */
    void read(double[] v) {
        forEachRow((matrix, row, offset, count) -> matrix.read(row, 0, v, offset, count));
    }

    /** Visits every row with its place in a vector of the parameters, some rows to a task. */
    private void forEachRow(RowVisitor visitor) {
        long start = layout.weightOffset(firstLayer);
        for (int l = firstLayer; l <= lastLayer; l++) {
            Matrix w = weights(l);
            int fanIn = (int) w.columns();
            int width = (int) w.rows();
            int offset = Math.toIntExact(layout.weightOffset(l) - start);
            int rowsPerTask = Math.max(1, ENTRIES_PER_TASK / fanIn);
            backend.forEach((width + rowsPerTask - 1) / rowsPerTask, task -> {
                int end = Math.min(width, (task + 1) * rowsPerTask);
                for (int i = task * rowsPerTask; i < end; i++) {
                    visitor.visit(w, i, offset + i * fanIn, fanIn);
                }
            });
            visitor.visit(biases(l), 0, Math.toIntExact(layout.biasOffset(l) - start), width);
        }
    }

    /** What is done with a row of a matrix, which lies at an offset in a vector. */
    private interface RowVisitor {
        void visit(Matrix matrix, int row, int offset, int count);
    }

    @Override
    public void close() {
        owned.forEach(Matrix::close);
    }
}
