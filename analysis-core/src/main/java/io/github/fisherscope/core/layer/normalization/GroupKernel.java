package io.github.fisherscope.core.layer.normalization;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes a {@link GroupRule} sample by sample. It keeps the outputs, which are the graph's, and a number for each group. */
final class GroupKernel implements LayerKernel {
    private final GroupRule rule;
    private final int[] group;
    private final int groups;
    private final Backend backend;
    private @Nullable Matrix outputs;
    private double[][] states = {};

    GroupKernel(GroupRule rule, int[] group, int groups, Backend backend) {
        this.rule = rule;
        this.group = group;
        this.groups = groups;
        this.backend = backend;
    }

    @Override
    public void forward(List<Matrix> inputs, Matrix output) {
        Matrix input = inputs.get(0);
        double[][] made = new double[Math.toIntExact(input.rows())][groups];
        RowBlocks.forEach(backend, input.rows(), group.length, (from, to) -> {
            double[] x = new double[group.length];
            for (int t = (int) from; t < to; t++) {
                RowBlocks.read(input, t, x, 0);
                rule.forward(x, group, made[t]);
                output.write(t, 0, x, 0, x.length);
            }
        });
        outputs = output;
        states = made;
    }

    private Matrix outputs() {
        return Objects.requireNonNull(outputs, "forward() must run first");
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null) {
            backend.fill(outputTangent, 0);
            return;
        }
        RowBlocks.forEach(backend, tangent.rows(), group.length, (from, to) -> {
            double[] y = new double[group.length];
            double[] v = new double[group.length];
            for (int t = (int) from; t < to; t++) {
                RowBlocks.read(outputs(), t, y, 0);
                RowBlocks.read(tangent, t, v, 0);
                rule.derivative(y, group, states[t], v);
                outputTangent.write(t, 0, v, 0, v.length);
            }
        });
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        RowBlocks.forEach(backend, cotangents.rows(), group.length, (from, to) -> {
            double[] y = new double[group.length];
            double[] g = new double[group.length];
            double[] old = new double[group.length];
            int last = -1;
            for (long row = from; row < to; row++) {
                int t = (int) (row % states.length);
                if (t != last) {
                    RowBlocks.read(outputs(), t, y, 0);
                    last = t;
                }
                RowBlocks.read(cotangents, row, g, 0);
                rule.transposed(y, group, states[t], g);
                RowBlocks.join(g, beta, below, row, old);
            }
        });
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null) {
            return Optional.of(VjpChange.NONE);
        }
        return Optional.of((VjpChange) (cotangents, input, below) ->
                RowBlocks.forEach(backend, cotangents.rows(), group.length, (from, to) -> {
                    double[] y = new double[group.length];
                    double[] v = new double[group.length];
                    double[] g = new double[group.length];
                    double[] old = new double[group.length];
                    for (int t = (int) from; t < to; t++) {
                        RowBlocks.read(outputs(), t, y, 0);
                        RowBlocks.read(tangent, t, v, 0);
                        RowBlocks.read(cotangents, t, g, 0);
                        rule.change(y, group, states[t], v, g);
                        RowBlocks.join(g, 1, below, t, old);
                    }
                }));
    }

    @Override
    public void close() {
        outputs = null;
    }
}
