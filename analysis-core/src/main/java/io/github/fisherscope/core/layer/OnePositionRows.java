package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Rows of a layer that is used at several positions, each of which has sensitivities at one position alone, as behind the
 * last layer of a network with outputs at every position. Each row is one outer product, as if it were a sample of its own.
 */
final class OnePositionRows implements RowGradients {
    private final OuterRows whole;
    private final int[] places;
    private final Backend backend;

    private OnePositionRows(OuterRows whole, int[] places, Backend backend) {
        this.whole = whole;
        this.places = places;
        this.backend = backend;
    }

    /** Returns these rows, where each has one position, or as they are. Cost: the sensitivities are read once at most. */
    static RowGradients orWhole(OuterRows rows, Backend backend) {
        int[] places = new int[Math.toIntExact(rows.rows())];
        AtomicBoolean several = new AtomicBoolean();
        OuterForm form = rows.form();
        RowBlocks.forEach(backend, places.length, (long) form.positions() * form.outputs(), (from, to) -> {
            double[] numbers = new double[form.outputs()];
            for (long row = from; row < to && !several.get(); row++) {
                Matrix delta = rows.delta(row, 0);
                int found = -1;
                for (int s = 0; s < form.positions(); s++) {
                    delta.read(s, 0, numbers, 0, numbers.length);
                    if (!zero(numbers)) {
                        several.compareAndSet(false, found >= 0);
                        found = s;
                    }
                }
                places[(int) row] = Math.max(0, found);
            }
        });
        return several.get() ? rows : new OnePositionRows(rows, places, backend);
    }

    private static boolean zero(double[] numbers) {
        for (double number : numbers) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    /** Some of the rows, each as a sample of its own; closing frees their sensitivities. */
    private final class Some implements AutoCloseable {
        private final Matrix deltas;
        private final OuterRows rows;

        Some(long from, long to) {
            OuterForm form = whole.form();
            OuterForm one = new OuterForm(1, form.fanIn(), form.fanOut(), 1, 1, false, form.bias());
            deltas = backend.allocate(to - from, form.fanOut());
            for (long row = from; row < to; row++) {
                int place = places[(int) row];
                backend.copy(
                        whole.delta(row, 0).rowRange(place, place + 1L), deltas.rowRange(row - from, row - from + 1));
            }
            rows = new OuterRows(one, new PlacedInputs(whole.inputs(), places, from, to - from), deltas, backend);
        }

        @Override
        public void close() {
            deltas.close();
        }
    }

    @Override
    public long rows() {
        return whole.rows();
    }

    @Override
    public int parameters() {
        return whole.parameters();
    }

    @Override
    public int granule() {
        return whole.granule();
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        whole.addRow(row, gradient, offset);
    }

    @Override
    public Matrix formed(Backend on, long from, long to, int first, int end) {
        try (Some some = new Some(from, to)) {
            return some.rows.formed(on, 0, to - from, first, end);
        }
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
        if (!(other instanceof OnePositionRows columns)) {
            RowGradients.super.addGram(on, from, to, other, otherFrom, otherTo, scale, sum);
            return;
        }
        boolean same = other == this && from == otherFrom && to == otherTo;
        try (Some left = new Some(from, to);
                Some right = same ? left : columns.new Some(otherFrom, otherTo)) {
            left.rows.addGram(on, 0, to - from, right.rows, 0, otherTo - otherFrom, scale, sum);
        }
    }

    @Override
    public double[] squaredNorms() {
        try (Some all = new Some(0, rows())) {
            return all.rows.squaredNorms();
        }
    }

    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        try (Some all = new Some(0, rows())) {
            all.rows.addSquares(total, diagonal, offset);
        }
    }

    @Override
    public RowGradients restricted(int from, int to) {
        RowGradients part = whole.restricted(from, to);
        return part instanceof OuterRows weights ? new OnePositionRows(weights, places, backend) : part;
    }

    /** {@inheritDoc} Inputs at all positions count, as for other rows of such a layer. */
    @Override
    public List<KroneckerPair> kronecker(Backend on, KroneckerSharing sharing) {
        return whole.kronecker(on, sharing);
    }
}
