package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A layer without parameters that maps the entries of its one input linearly, row by row, such as an average. */
public final class LinearKernel implements LayerKernel {
    private final LinearMap map;
    private final int inputs;
    private final int outputs;
    private final Backend backend;

    /**
     * @param inputs the number of entries of one sample's input
     * @param outputs the number of entries of its output
     */
    public LinearKernel(LinearMap map, int inputs, int outputs, Backend backend) {
        this.map = map;
        this.inputs = inputs;
        this.outputs = outputs;
        this.backend = backend;
    }

    /** The map and its transpose, which may be called by several threads. */
    public interface LinearMap {
        /** Computes {@code A x} into {@code y}, which holds zeros. */
        void apply(double[] x, double[] y);

        /** Computes {@code Aᵀ g} into {@code x}, which holds zeros. */
        void transposed(double[] g, double[] x);
    }

    @Override
    public void forward(List<Matrix> batch, Matrix output) {
        apply(batch.get(0), output);
    }

    private void apply(Matrix from, Matrix to) {
        RowBlocks.forEach(backend, from.rows(), inputs + outputs, (begin, end) -> {
            double[] x = new double[inputs];
            double[] y = new double[outputs];
            for (long row = begin; row < end; row++) {
                RowBlocks.read(from, row, x, 0);
                Arrays.fill(y, 0);
                map.apply(x, y);
                to.write(row, 0, y, 0, outputs);
            }
        });
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null) {
            backend.fill(outputTangent, 0);
        } else {
            apply(tangent, outputTangent);
        }
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        RowBlocks.forEach(backend, below.rows(), inputs + outputs, (begin, end) -> {
            double[] g = new double[outputs];
            double[] x = new double[inputs];
            double[] old = new double[inputs];
            for (long row = begin; row < end; row++) {
                RowBlocks.read(cotangents, row, g, 0);
                Arrays.fill(x, 0);
                map.transposed(g, x);
                RowBlocks.join(x, beta, below, row, old);
            }
        });
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        return Optional.of(VjpChange.NONE);
    }

    @Override
    public void close() {}
}
