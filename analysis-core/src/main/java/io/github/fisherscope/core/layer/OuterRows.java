package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.List;

/**
 * Rows {@code Σ_s δ_rts ⊗ x_ts} of weights that are used at S positions: those of convolutions, whose inputs are patches, and
 * of dense layers on tokens. Gram tiles come in the cheapest of three exact ways, see {@link OuterPlan}.
 */
public final class OuterRows extends FormedRows {
    /** Fewer samples than these are not enough for all threads. */
    private static final int FEW_SAMPLES = 16;

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

    OuterForm form() {
        return form;
    }

    Inputs inputs() {
        return inputs;
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

    @Override
    public RowGradients restricted(int from, int to) {
        if (form.bias() && from == 0 && to == form.weights()) {
            return new OuterRows(form.withoutBias(), inputs, deltas, backend());
        }
        return form.bias() && from == form.weights() && to == parameters()
                ? new BiasRows(form, deltas, backend())
                : super.restricted(from, to);
    }

    @Override
    public Matrix formed(Backend on, long from, long to, int first, int end) {
        SampleRows order = new SampleRows(from, to, inputs.samples());
        OuterSlice slice = new OuterSlice(form, on, first, end);
        return on.filled(
                to - from,
                (long) end - first,
                formed -> forEachRow(
                        on,
                        order,
                        (row, part, x) ->
                                slice.add(x, delta(row, part), part, formed.rowRange(row - from, row - from + 1))));
    }

    /** What is done with a row at one part, by one thread. */
    private interface RowPart {
        void at(long row, int part, Matrix x);
    }

    /** Visits all rows, a sample to a task so that inputs are read once, or a row to a task where samples are few. */
    private void forEachRow(Backend on, SampleRows order, RowPart body) {
        boolean bySample = order.samples() >= FEW_SAMPLES;
        on.forEach(bySample ? order.samples() : order.count(), task -> {
            int begin = bySample ? order.start(task) : task;
            int last = bySample ? order.start(task + 1) : task + 1;
            try (Reader reader = inputs.reader()) {
                for (int part = 0; part < form.parts(); part++) {
                    Matrix x = reader.read(order.row(begin) % inputs.samples(), part);
                    for (int i = begin; i < last; i++) {
                        body.at(order.row(i), part, x);
                    }
                }
            }
        });
    }

    /** Returns the sensitivities of a row at one part, a matrix that lies as the inputs do. */
    Matrix delta(long row, int part) {
        int size = form.outputs() * form.positions();
        Matrix own = deltas.view(row, (long) part * size, 1, size);
        return form.channelsFirst()
                ? own.reshaped(form.outputs(), form.positions())
                : own.reshaped(form.positions(), form.outputs());
    }

    @Override
    public void addGram(
            Backend on,
            long from,
            long to,
            RowGradients other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        if (!(other instanceof OuterRows columns)) {
            super.addGram(on, from, to, other, otherFrom, otherTo, scale, sum);
            return;
        }
        double rows = to - from;
        double otherRows = otherTo - otherFrom;
        double samples = Math.min(rows, (double) inputs.samples());
        double otherSamples = Math.min(otherRows, (double) columns.inputs.samples());
        boolean same = other == this && from == otherFrom && to == otherTo;
        addGram(
                OuterPlan.of(form, rows, samples, otherRows, otherSamples, same).way(),
                on,
                from,
                to,
                columns,
                otherFrom,
                otherTo,
                scale,
                sum);
    }

    /** Adds a tile in a given way. */
    void addGram(
            OuterPlan.Way way,
            Backend on,
            long from,
            long to,
            OuterRows other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        switch (way) {
            case ROWS -> super.addGram(on, from, to, other, otherFrom, otherTo, scale, sum);
            case EXPAND -> expand(on, from, to, other, otherFrom, otherTo, scale, sum);
            case MIXED -> {
                SampleRows down = new SampleRows(from, to, inputs.samples());
                boolean same = other == this && from == otherFrom && to == otherTo;
                SampleRows across = same ? down : new SampleRows(otherFrom, otherTo, other.inputs.samples());
                new OuterGram(on, this, down, other, across, scale, sum).add();
            }
        }
    }

    /** With one position: {@code (ΔΔ'ᵀ) ∘ (XX'ᵀ + 1)}, group by group. */
    private void expand(
            Backend on, long from, long to, OuterRows other, long otherFrom, long otherTo, double scale, Matrix sum) {
        int b = form.fanOut();
        try (Matrix left = samples(on);
                Matrix right = other == this ? left : other.samples(on);
                Matrix deltaGram = on.allocate(to - from, otherTo - otherFrom);
                Matrix inputGram = on.allocate(left.rows(), right.rows())) {
            for (int g = 0; g < form.groups(); g++) {
                Matrix x = left.view(0, (long) g * form.fanIn(), left.rows(), form.fanIn());
                Matrix y = right.view(0, (long) g * form.fanIn(), right.rows(), form.fanIn());
                Matrix d = deltas.view(from, (long) g * b, to - from, b);
                Matrix e = other.deltas.view(otherFrom, (long) g * b, otherTo - otherFrom, b);
                on.multiply(1, x, Transpose.NO, y, Transpose.YES, 0, inputGram);
                on.multiply(scale, d, Transpose.NO, e, Transpose.YES, 0, deltaGram);
                on.hadamardAccumulate(
                        deltaGram, inputGram, from % left.rows(), otherFrom % right.rows(), form.bias() ? 1 : 0, sum);
            }
        }
    }

    /** Returns the inputs of all samples at the one position that there is, a row for each. */
    private Matrix samples(Backend on) {
        Matrix all = on.allocate(inputs.samples(), (long) form.groups() * form.fanIn());
        RowBlocks.forEach(on, all.rows(), all.columns(), (from, to) -> {
            try (Reader reader = inputs.reader()) {
                for (long t = from; t < to; t++) {
                    on.copy(reader.read(t, 0).reshaped(1, all.columns()), all.rowRange(t, t + 1));
                }
            }
        });
        return all;
    }

    @Override
    public List<KroneckerPair> kronecker(Backend on, KroneckerSharing sharing) {
        return new OuterKronecker(on, this, sharing).pairs();
    }

    /** By forming rows, or where that is cheaper by {@code ⟨XXᵀ + 1, ΔᵀΔ⟩}. */
    @Override
    public double[] squaredNorms() {
        double s = (double) form.positions() * form.parts();
        double a = form.fanIn();
        double b = form.fanOut();
        if (form.parts() > 1) {
            return super.squaredNorms();
        }
        return s * a * b <= s * s * (a + b) ? normsByForming() : normsByProducts();
    }

    private double[] normsByForming() {
        double[] norms = new double[Math.toIntExact(rows())];
        SampleRows order = new SampleRows(0, norms.length, inputs.samples());
        OuterSlice slice = new OuterSlice(form, backend(), 0, parameters());
        forEachRow(backend(), order, (row, part, x) -> {
            try (Matrix gradient = backend().allocate(1, parameters())) {
                slice.add(x, delta(row, part), part, gradient);
                norms[(int) row] = backend().dot(gradient, gradient);
            }
        });
        return norms;
    }

    /**
     * {@inheritDoc} With one position they are {@code (Δ∘Δ)ᵀ (X∘X)}, Δ∘Δ summed over the rows of a sample. With several, no row
     * is formed whole: the weights of some outputs at a time stay in the cache while they are squared.
     */
    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        if (form.positions() * form.parts() > 1) {
            OuterSquares squares = new OuterSquares(this, backend());
            if (squares.worthwhile()) {
                squares.add(total, diagonal, offset);
            } else {
                super.addSquares(total, diagonal, offset);
            }
            return;
        }
        int a = form.fanIn();
        int b = form.fanOut();
        try (Matrix x = samples(backend());
                Matrix squaredInputs = backend().allocate(x.rows(), x.columns());
                Matrix squares = sumsOfSquares();
                Matrix products = backend().allocate(b, a)) {
            backend().hadamard(x, x, squaredInputs);
            double[] row = new double[Math.max(a, form.outputs())];
            for (int g = 0; g < form.groups(); g++) {
                Matrix left = squares.view(0, (long) g * b, x.rows(), b);
                Matrix right = squaredInputs.view(0, (long) g * a, x.rows(), a);
                backend().multiply(1.0 / total, left, Transpose.YES, right, Transpose.NO, 0, products);
                for (int i = 0; i < b; i++) {
                    products.read(i, 0, row, 0, a);
                    int first = offset + (g * b + i) * a;
                    for (int j = 0; j < a; j++) {
                        diagonal[first + j] += row[j];
                    }
                }
            }
            if (form.bias()) {
                try (Matrix sums = backend().allocate(1, form.outputs())) {
                    backend().columnSums(squares, sums);
                    sums.read(0, 0, row, 0, form.outputs());
                }
                for (int i = 0; i < form.outputs(); i++) {
                    diagonal[offset + form.weights() + i] += row[i] / total;
                }
            }
        }
    }

    /** Returns {@code Σ_r δ_rt ∘ δ_rt}, a row for each sample. */
    private Matrix sumsOfSquares() {
        long samples = inputs.samples();
        Matrix sums = backend().allocate(samples, deltas.columns());
        try (Matrix part = backend().allocate(samples, deltas.columns())) {
            for (long first = 0; first < deltas.rows(); first += samples) {
                Matrix rows = deltas.rowRange(first, first + samples);
                backend().hadamard(rows, rows, part);
                backend().add(1, part, 1, sums);
            }
        }
        return sums;
    }

    double[] normsByProducts() {
        double[] norms = new double[Math.toIntExact(rows())];
        SampleRows order = new SampleRows(0, norms.length, inputs.samples());
        int s = form.positions();
        Transpose inner = form.channelsFirst() ? Transpose.YES : Transpose.NO;
        Transpose outer = form.channelsFirst() ? Transpose.NO : Transpose.YES;
        backend().forEach(order.samples(), k -> {
            try (Reader reader = inputs.reader();
                    Matrix h = backend().allocate(s, s);
                    Matrix e = backend().allocate(s, s)) {
                Matrix x = reader.read(order.sample(k), 0);
                for (int g = 0; g < form.groups(); g++) {
                    Matrix own = channels(x, g, form.fanIn());
                    double shift = form.bias() ? 1 : 0;
                    backend().fill(h, shift);
                    backend().multiply(1, own, inner, own, outer, shift, h);
                    for (int i = order.start(k); i < order.start(k + 1); i++) {
                        Matrix d = channels(delta(order.row(i), 0), g, form.fanOut());
                        backend().multiply(1, d, inner, d, outer, 0, e);
                        norms[(int) order.row(i)] += backend().dot(h, e);
                    }
                }
            }
        });
        return norms;
    }

    /** Returns the channels of a group of a piece. */
    private Matrix channels(Matrix piece, int group, int each) {
        return form.channelsFirst()
                ? piece.rowRange((long) group * each, (group + 1L) * each)
                : piece.view(0, (long) group * each, piece.rows(), each);
    }
}
