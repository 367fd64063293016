package io.github.fisherscope.core.layer.shape;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.IndexRuns;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves numbers by runs. A few long runs are copied by the backend, column block by column block; many short ones row by row.
 */
final class IndexGatherKernel implements LayerKernel {
    /** Runs that are worth a call of the backend for each, if they are as long as that on average. */
    private static final int LONG_RUN = 256;

    private final Backend backend;
    private final List<IndexRuns> runs = new ArrayList<>();
    private final int[] sizes;
    private final int outputs;
    private final double constant;

    IndexGatherKernel(int[] table, List<Shape> inputs, double constant, Backend backend) {
        this.backend = backend;
        this.outputs = table.length;
        this.constant = constant;
        this.sizes = inputs.stream().mapToInt(Shape::size).toArray();
        int first = 0;
        for (int size : sizes) {
            runs.add(IndexRuns.of(table, first, first + size));
            first += size;
        }
    }

    private boolean inBlocks(IndexRuns moved) {
        return (long) moved.count() * LONG_RUN <= outputs || moved.count() == 1;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        backend.fill(output, constant);
        for (int k = 0; k < sizes.length; k++) {
            gather(runs.get(k), inputs.get(k), output);
        }
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        backend.fill(outputTangent, 0);
        for (int k = 0; k < sizes.length; k++) {
            Matrix tangent = inputTangents.get(k);
            if (tangent != null) {
                gather(runs.get(k), tangent, outputTangent);
            }
        }
    }

    private void gather(IndexRuns moved, Matrix from, Matrix to) {
        if (inBlocks(moved)) {
            for (int i = 0; i < moved.count(); i++) {
                backend.copy(columns(from, moved.from(i), moved.length(i)), columns(to, moved.to(i), moved.length(i)));
            }
            return;
        }
        int inputs = Math.toIntExact(from.columns());
        RowBlocks.forEach(backend, to.rows(), inputs + outputs, (begin, end) -> {
            double[] x = new double[inputs];
            double[] y = new double[outputs];
            for (long row = begin; row < end; row++) {
                RowBlocks.read(from, row, x, 0);
                RowBlocks.read(to, row, y, 0);
                moved.gather(x, 0, y, 0);
                to.write(row, 0, y, 0, outputs);
            }
        });
    }

    private static Matrix columns(Matrix m, int first, int count) {
        return m.view(0, first, m.rows(), count);
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        IndexRuns moved = runs.get(input);
        if (inBlocks(moved)) {
            if (beta == 0) {
                backend.fill(below, 0);
            } else if (beta != 1) {
                backend.add(beta, below, 0, below);
            }
            for (int i = 0; i < moved.count(); i++) {
                Matrix target = columns(below, moved.from(i), moved.length(i));
                backend.add(1, columns(cotangents, moved.to(i), moved.length(i)), 1, target);
            }
            return;
        }
        int size = sizes[input];
        RowBlocks.forEach(backend, below.rows(), size + outputs, (begin, end) -> {
            double[] g = new double[outputs];
            double[] old = new double[size];
            for (long row = begin; row < end; row++) {
                double[] sum = new double[size];
                RowBlocks.read(cotangents, row, g, 0);
                moved.scatterAdd(g, 0, sum, 0);
                RowBlocks.join(sum, beta, below, row, old);
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
