package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A layer each of whose outputs is one of the entries of the input, chosen by their values, as a maximum is. It keeps which:
 * one integer for each sample and output. Derivatives are those at fixed choices.
 */
public final class SelectionKernel implements LayerKernel {
    private final Chooser chooser;
    private final int inputs;
    private final int outputs;
    private final Backend backend;
    private int @Nullable [][] chosen;

    /**
     * @param inputs the number of entries of one sample's input
     * @param outputs the number of entries of its output
     */
    public SelectionKernel(Chooser chooser, int inputs, int outputs, Backend backend) {
        this.chooser = chooser;
        this.inputs = inputs;
        this.outputs = outputs;
        this.backend = backend;
    }

    /** Chooses an input entry for every output entry. */
    public interface Chooser {
        /** Writes for each output the index of the entry of {@code x} that it takes, or −1 for an output that is 0. */
        void choose(double[] x, int[] chosen);
    }

    @Override
    public void forward(List<Matrix> batch, Matrix output) {
        Matrix input = batch.get(0);
        int[][] made = new int[Math.toIntExact(input.rows())][outputs];
        chosen = made;
        RowBlocks.forEach(backend, input.rows(), inputs + outputs, (from, to) -> {
            double[] x = new double[inputs];
            for (int t = (int) from; t < to; t++) {
                RowBlocks.read(input, t, x, 0);
                chooser.choose(x, made[t]);
            }
        });
        gather(input, output, made);
    }

    private int[][] chosen() {
        return Objects.requireNonNull(chosen, "forward() must run first");
    }

    private void gather(Matrix from, Matrix to, int[][] choice) {
        RowBlocks.forEach(backend, from.rows(), inputs + outputs, (begin, end) -> {
            double[] x = new double[inputs];
            double[] y = new double[outputs];
            for (int t = (int) begin; t < end; t++) {
                RowBlocks.read(from, t, x, 0);
                for (int j = 0; j < outputs; j++) {
                    y[j] = choice[t][j] < 0 ? 0 : x[choice[t][j]];
                }
                to.write(t, 0, y, 0, outputs);
            }
        });
    }

    @Override
    public void jvp(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction, Matrix outputTangent) {
        Matrix tangent = inputTangents.get(0);
        if (tangent == null) {
            backend.fill(outputTangent, 0);
        } else {
            gather(tangent, outputTangent, chosen());
        }
    }

    @Override
    public void vjp(Matrix cotangents, int input, double beta, Matrix below) {
        int[][] choice = chosen();
        RowBlocks.forEach(backend, below.rows(), inputs + outputs, (begin, end) -> {
            double[] g = new double[outputs];
            double[] old = new double[inputs];
            for (long row = begin; row < end; row++) {
                int[] of = choice[(int) (row % choice.length)];
                double[] sum = new double[inputs];
                RowBlocks.read(cotangents, row, g, 0);
                for (int j = 0; j < outputs; j++) {
                    if (of[j] >= 0) {
                        sum[of[j]] += g[j];
                    }
                }
                RowBlocks.join(sum, beta, below, row, old);
            }
        });
    }

    @Override
    public Optional<VjpChange> along(List<@Nullable Matrix> inputTangents, @Nullable Matrix direction) {
        return Optional.of(VjpChange.NONE);
    }

    @Override
    public void close() {
        chosen = null;
    }
}
