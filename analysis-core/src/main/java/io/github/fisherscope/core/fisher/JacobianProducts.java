package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Products with the Jacobian J of all outputs at all samples (C·T × P), by analytic forward and backward passes over
 * cached activations; nothing is differentiated through a tape and J is never stored.
 *
 * <p>Cost: {@code J v} and {@code Jᵀ g} take 4 T Σ M_l M_{l-1} flops each (less in the first and last layers). Working
 * memory: P + 2 T max M_l numbers, kept between calls. Not safe for use by several threads at once.
 */
public final class JacobianProducts implements AutoCloseable {
    private static final int ENTRIES_PER_TASK = 1 << 16;

    private final Linearization at;
    private final Backend backend;
    private final ParameterLayout layout;
    private final List<Matrix> weightParts = new ArrayList<>();
    private final List<Matrix> biasParts = new ArrayList<>();
    private final List<Matrix> signals = new ArrayList<>();

    private JacobianProducts(Linearization at) {
        this.at = at;
        this.backend = at.backend();
        this.layout = at.network().layout();
        for (int l = 1; l <= at.depth(); l++) {
            int width = at.network().width(l);
            weightParts.add(backend.allocate(width, at.network().width(l - 1)));
            biasParts.add(backend.allocate(1, width));
            signals.add(backend.allocate(at.samples(), width));
        }
    }

    public static JacobianProducts of(Linearization at) {
        return new JacobianProducts(at);
    }

    /**
     * Computes {@code J v}.
     *
     * @param v P numbers in the order of {@link ParameterLayout}
     * @return the directional derivatives of the outputs, entry {@code t·C + k}
     */
    public double[] forward(double[] v) {
        requireParameters(v);
        upload(v);
        tangent();
        return readSignal(at.depth());
    }

    /**
     * Computes {@code Jᵀ g}.
     *
     * @param g one number per sample and output, entry {@code t·C + k}
     * @return P numbers in the order of {@link ParameterLayout}
     */
    public double[] transposed(double[] g) {
        double[] result = new double[Math.toIntExact(layout.parameters())];
        transposed(g, result);
        return result;
    }

    /** Writes {@code Jᵀ g} to {@code result}, which has P entries. */
    void transposed(double[] g, double[] result) {
        int outputs = at.outputCount();
        Args.requireSame("the length of g", g.length, (long) at.samples() * outputs, "it must have T·C entries");
        Matrix last = signals.get(at.depth() - 1);
        for (int t = 0; t < at.samples(); t++) {
            last.write(t, 0, g, t * outputs, outputs);
        }
        gradient();
        download(result);
    }

    /** Fills the signals with dU_l for the direction held in the parameter parts. */
    private void tangent() {
        for (int l = 1; l <= at.depth(); l++) {
            Matrix signal = signals.get(l - 1);
            backend.multiply(1, at.activations(l - 1), Transpose.NO, weightParts.get(l - 1), Transpose.YES, 0, signal);
            if (l > 1) {
                backend.multiply(1, signals.get(l - 2), Transpose.NO, at.weights(l), Transpose.YES, 1, signal);
            }
            backend.addToRows(biasParts.get(l - 1), signal);
            if (l < at.depth()) {
                backend.hadamard(signal, at.slopes(l), signal);
            }
        }
    }

    /** Fills the parameter parts with the gradient for the output signal held in the last layer. */
    private void gradient() {
        for (int l = at.depth(); l >= 1; l--) {
            Matrix signal = signals.get(l - 1);
            backend.multiply(1, signal, Transpose.YES, at.activations(l - 1), Transpose.NO, 0, weightParts.get(l - 1));
            backend.columnSums(signal, biasParts.get(l - 1));
            if (l > 1) {
                Matrix below = signals.get(l - 2);
                backend.multiply(1, signal, Transpose.NO, at.weights(l), Transpose.NO, 0, below);
                backend.hadamard(below, at.slopes(l - 1), below);
            }
        }
    }

    private void upload(double[] v) {
        forEachRow((matrix, row, offset, count) -> matrix.write(row, 0, v, offset, count));
    }

    private void download(double[] v) {
        forEachRow((matrix, row, offset, count) -> matrix.read(row, 0, v, offset, count));
    }

    /** Visits every row of the parameter parts with its place in a vector of parameters, some rows to a task. */
    private void forEachRow(RowVisitor visitor) {
        for (int l = 1; l <= at.depth(); l++) {
            Matrix weights = weightParts.get(l - 1);
            int fanIn = at.network().width(l - 1);
            int width = at.network().width(l);
            int offset = Math.toIntExact(layout.weightOffset(l));
            int rowsPerTask = Math.max(1, ENTRIES_PER_TASK / fanIn);
            backend.forEach((width + rowsPerTask - 1) / rowsPerTask, task -> {
                int end = Math.min(width, (task + 1) * rowsPerTask);
                for (int i = task * rowsPerTask; i < end; i++) {
                    visitor.visit(weights, i, offset + i * fanIn, fanIn);
                }
            });
            visitor.visit(biasParts.get(l - 1), 0, Math.toIntExact(layout.biasOffset(l)), width);
        }
    }

    /** What is done with a row of a parameter part. */
    private interface RowVisitor {
        void visit(Matrix matrix, int row, int offset, int count);
    }

    private double[] readSignal(int l) {
        int width = at.network().width(l);
        double[] values = new double[Math.multiplyExact(at.samples(), width)];
        for (int t = 0; t < at.samples(); t++) {
            signals.get(l - 1).read(t, 0, values, t * width, width);
        }
        return values;
    }

    private void requireParameters(double[] v) {
        Args.requireSame("the length of v", v.length, layout.parameters(), "it must have one entry per parameter");
    }

    @Override
    public void close() {
        weightParts.forEach(Matrix::close);
        biasParts.forEach(Matrix::close);
        signals.forEach(Matrix::close);
    }
}
