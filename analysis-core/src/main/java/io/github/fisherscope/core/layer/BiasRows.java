package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.Arrays;

/** Rows {@code Σ_s δ_rts} of biases that are used at S positions. */
final class BiasRows extends FormedRows {
    private final OuterForm form;
    private final Matrix deltas;

    BiasRows(OuterForm form, Matrix deltas, Backend backend) {
        super(backend);
        this.form = form;
        this.deltas = deltas;
    }

    @Override
    public long rows() {
        return deltas.rows();
    }

    @Override
    public int parameters() {
        return form.outputs();
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        double[] numbers = new double[Math.toIntExact(deltas.columns())];
        RowBlocks.read(deltas, row, numbers, 0);
        int b = form.outputs();
        int s = form.positions();
        for (int i = 0; i < numbers.length; i++) {
            gradient[offset + (form.channelsFirst() ? i / s % b : i % b)] += numbers[i];
        }
    }

    @Override
    public Matrix formed(Backend on, long from, long to, int first, int end) {
        Matrix formed = on.allocate(to - from, (long) end - first);
        RowBlocks.forEach(on, to - from, deltas.columns(), (begin, last) -> {
            double[] row = new double[parameters()];
            for (long i = begin; i < last; i++) {
                Arrays.fill(row, 0);
                addRow(from + i, row, 0);
                formed.write(i, 0, row, first, end - first);
            }
        });
        return formed;
    }
}
