package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.stream.LongStream;

/**
 * Rows {@code Σ_s δ_rts ⊗ x_ts} of weights that are used at S positions: those of convolutions, whose inputs are patches, and
 * of dense layers on tokens.
 */
public final class OuterRows extends FormedRows {
    private final OuterForm form;
    private final Inputs inputs;
    private final Matrix deltas;

    /**
     * @param deltas Δ, row (r, t) at r·T + t; its parts lie one behind the other
     */
    public OuterRows(OuterForm form, Inputs inputs, Matrix deltas, Backend backend) {
        super(backend);
        this.form = form;
        this.inputs = inputs;
        this.deltas = deltas;
    }

    /** The inputs of all samples, in pieces. */
    public interface Inputs {
        /** Returns T. */
        long samples();

        /** Returns what reads them, for one thread. */
        Reader reader();
    }

    /** Reads inputs, piece by piece; what it returned is valid until it is asked again. */
    public interface Reader extends AutoCloseable {
        /** Returns one piece, groups·fan-in × positions, or positions × fan-in if channels are last. */
        Matrix read(long sample, int part);

        @Override
        void close();
    }

    @Override
    public long rows() {
        return deltas.rows();
    }

    @Override
    public int parameters() {
        return form.parameters();
    }

    @Override
    public int granule() {
        return form.fanIn();
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        addFormed(row, gradient, offset);
    }

    /** Returns rows, those of one sample next to each other. */
    long[] bySample(long from, long to) {
        long samples = inputs.samples();
        if (to - from == 1) {
            return new long[] {from};
        }
        return LongStream.range(0, samples)
                .flatMap(t -> LongStream.iterate(
                        from + Math.floorMod(t - from, samples), row -> row < to, row -> row + samples))
                .toArray();
    }

    @Override
    public Matrix formed(Backend on, long from, long to, int first, int end) {
        Matrix formed = on.allocate(to - from, (long) end - first);
        long[] rows = bySample(from, to);
        long entries = (end - first) + (long) form.positions() * form.parts() * (form.fanIn() + form.fanOut());
        RowBlocks.forEach(on, rows.length, entries, (begin, last) -> {
            try (Reader reader = inputs.reader()) {
                OuterSlice slice = new OuterSlice(form, on, first, end);
                for (int part = 0; part < form.parts(); part++) {
                    long sample = -1;
                    Matrix x = null;
                    for (long i = begin; i < last; i++) {
                        long row = rows[(int) i];
                        if (x == null || sample != row % inputs.samples()) {
                            sample = row % inputs.samples();
                            x = reader.read(sample, part);
                        }
                        slice.add(x, delta(row, part), part, formed.rowRange(row - from, row - from + 1));
                    }
                }
            }
        });
        return formed;
    }

    /** Returns the sensitivities of a row at one part, a matrix that lies as the inputs do. */
    Matrix delta(long row, int part) {
        int size = form.outputs() * form.positions();
        Matrix own = deltas.view(row, (long) part * size, 1, size);
        return form.channelsFirst()
                ? own.reshaped(form.outputs(), form.positions())
                : own.reshaped(form.positions(), form.outputs());
    }
}
