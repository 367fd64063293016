package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/**
 * Inputs and sensitivities of some samples and one group of weights, laid out for products: inputs with a row for each
 * position of each sample, sensitivities with a row for each row of gradients, channels first.
 *
 * @param inputs samples·S × a
 * @param deltas rows × b·S, the rows of one sample next to each other
 * @param first number of the first sample among those of the rows
 * @param end one more than the last
 */
record OuterBlock(Matrix inputs, Matrix deltas, int first, int end) implements AutoCloseable {
    static OuterBlock of(OuterRows rows, SampleRows order, int group, int first, int end, Backend backend) {
        OuterForm form = rows.form();
        int positions = form.positions() * form.parts();
        Matrix inputs = backend.filled(
                (long) (end - first) * positions,
                form.fanIn(),
                all -> readInputs(rows, order, group, first, end, backend, all));
        try {
            Matrix deltas = backend.filled(
                    (long) order.start(end) - order.start(first),
                    (long) form.fanOut() * positions,
                    all -> readDeltas(rows, order, group, order.start(first), backend, all));
            return new OuterBlock(inputs, deltas, first, end);
        } catch (RuntimeException | Error e) {
            inputs.close();
            throw e;
        }
    }

    private static void readInputs(
            OuterRows rows, SampleRows order, int group, int first, int end, Backend backend, Matrix inputs) {
        OuterForm form = rows.form();
        int positions = form.positions() * form.parts();
        RowBlocks.forEach(backend, (long) end - first, (long) positions * form.fanIn(), (from, to) -> {
            try (OuterRows.Reader reader = rows.inputs().reader()) {
                for (long k = from; k < to; k++) {
                    for (int part = 0; part < form.parts(); part++) {
                        Matrix piece = reader.read(order.sample(first + (int) k), part);
                        copyInputs(form, piece, group, inputs, k * positions + (long) part * form.positions());
                    }
                }
            }
        });
    }

    private static void readDeltas(
            OuterRows rows, SampleRows order, int group, int start, Backend backend, Matrix deltas) {
        OuterForm form = rows.form();
        int positions = form.positions() * form.parts();
        RowBlocks.forEach(backend, deltas.rows(), deltas.columns(), (from, to) -> {
            double[] row = new double[form.fanOut() * positions];
            double[] whole = new double[form.outputs() * form.positions()];
            for (long i = from; i < to; i++) {
                for (int part = 0; part < form.parts(); part++) {
                    Matrix piece = rows.delta(order.row(start + (int) i), part);
                    piece.reshaped(1, whole.length).read(0, 0, whole, 0, whole.length);
                    place(form, whole, group, row, part);
                }
                deltas.write(i, 0, row, 0, row.length);
            }
        });
    }

    private static void copyInputs(OuterForm form, Matrix piece, int group, Matrix inputs, long row) {
        int a = form.fanIn();
        int s = form.positions();
        double[] from = new double[a * s];
        if (!form.channelsFirst()) {
            piece.reshaped(1, from.length).read(0, 0, from, 0, from.length);
            inputs.rowRange(row, row + s).reshaped(1, from.length).write(0, 0, from, 0, from.length);
            return;
        }
        piece.rowRange((long) group * a, (group + 1L) * a)
                .reshaped(1, from.length)
                .read(0, 0, from, 0, from.length);
        double[] to = new double[from.length];
        for (int i = 0; i < a; i++) {
            for (int p = 0; p < s; p++) {
                to[p * a + i] = from[i * s + p];
            }
        }
        inputs.rowRange(row, row + s).reshaped(1, to.length).write(0, 0, to, 0, to.length);
    }

    /** Writes one part of a group's sensitivities, of all channels and positions, to its place in a row. */
    private static void place(OuterForm form, double[] whole, int group, double[] row, int part) {
        int s = form.positions();
        int stride = s * form.parts();
        for (int c = 0; c < form.fanOut(); c++) {
            int channel = group * form.fanOut() + c;
            int target = c * stride + part * s;
            if (form.channelsFirst()) {
                System.arraycopy(whole, channel * s, row, target, s);
            } else {
                for (int p = 0; p < s; p++) {
                    row[target + p] = whole[p * form.outputs() + channel];
                }
            }
        }
    }

    @Override
    public void close() {
        inputs.close();
        deltas.close();
    }
}
