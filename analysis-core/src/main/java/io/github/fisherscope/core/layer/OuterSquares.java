package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/**
 * The sums over rows of the squares of {@code Σ_s δ_s ⊗ x_s}, slice by slice of the weights: a slice of a row is one product, its
 * square is added at once, and no row is ever whole. Takes the flops of forming the rows, and hardly any memory.
 */
final class OuterSquares {
    /** Entries of a slice: a quarter of a megabyte in float64, which stays in the cache of one core. */
    private static final int SLICE = 1 << 15;

    /** Fewer slices than these are not worth it: small rows are formed side by side. */
    private static final int FEW_SLICES = 2;

    private final OuterRows rows;
    private final OuterForm form;
    private final Backend backend;
    private final int each;
    private final int slices;

    OuterSquares(OuterRows rows, Backend backend) {
        this(rows, backend, SLICE);
    }

    /** @param slice entries of a slice, rounded down to whole outputs */
    OuterSquares(OuterRows rows, Backend backend, int slice) {
        this.rows = rows;
        this.form = rows.form();
        this.backend = backend;
        this.each = Math.max(1, slice / form.fanIn()) * form.fanIn();
        this.slices = (form.weights() + each - 1) / each;
    }

    /** Returns whether rows are longer than a slice, and inputs lie in one piece, to be read once for every slice. */
    boolean worthwhile() {
        return form.parts() == 1 && slices >= FEW_SLICES;
    }

    /** Adds {@code 1/total} times the sums to {@code diagonal}, from {@code offset} on. */
    void add(int total, double[] diagonal, int offset) {
        SampleRows order = new SampleRows(0, rows.rows(), rows.inputs().samples());
        backend.forEach(form.bias() ? slices + 1 : slices, k -> {
            int first = Math.min(form.weights(), k * each);
            int end = k < slices ? Math.min(form.weights(), first + each) : form.parameters();
            double[] sums = sums(order, first, end);
            for (int j = 0; j < sums.length; j++) {
                diagonal[offset + first + j] += sums[j] / total;
            }
        });
    }

    private double[] sums(SampleRows order, int first, int end) {
        OuterSlice slice = new OuterSlice(form, backend, first, end);
        double[] sums = new double[end - first];
        try (OuterRows.Reader reader = rows.inputs().reader();
                Matrix row = backend.allocate(1, sums.length);
                Matrix sum = backend.allocate(1, sums.length)) {
            for (int k = 0; k < order.samples(); k++) {
                Matrix x = reader.read(order.sample(k), 0);
                for (int i = order.start(k); i < order.start(k + 1); i++) {
                    slice.add(x, rows.delta(order.row(i), 0), 0, row);
                    backend.hadamardAccumulate(row, row, 0, 0, 0, sum);
                }
            }
            sum.read(0, 0, sums, 0, sums.length);
        }
        return sums;
    }
}
