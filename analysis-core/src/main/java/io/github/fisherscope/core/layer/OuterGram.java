package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.Arrays;
import java.util.Comparator;

/**
 * A tile of a Gram matrix of rows {@code Σ_s δ_s ⊗ x_s} by inner products of inputs: {@code H_tt'} between the positions of two
 * samples, the sensitivities of one side times it, and what results times those of the other. Blocks of samples hold some
 * million numbers, whatever the sizes of the tile.
 */
final class OuterGram {
    /** Entries of each matrix that a block holds: 32 MiB in float64. */
    private static final long BLOCK = 1 << 22;

    /** Entries of what is multiplied at once within a task, so that it stays in the cache. */
    private static final long CHUNK = 1 << 17;

    private final Backend backend;
    private final OuterRows left;
    private final OuterRows right;
    private final SampleRows down;
    private final SampleRows across;
    private final boolean symmetric;
    private final double scale;
    private final Matrix sum;
    private final long from;

    OuterGram(
            Backend backend,
            OuterRows left,
            SampleRows down,
            OuterRows right,
            SampleRows across,
            double scale,
            Matrix sum) {
        this.backend = backend;
        this.left = left;
        this.right = right;
        this.down = down;
        this.across = across;
        this.symmetric = left == right && down == across;
        this.scale = scale;
        this.sum = sum;
        this.from = down.first();
    }

    private int positions() {
        return left.form().positions() * left.form().parts();
    }

    /** Adds the tile. */
    void add() {
        int rowSamples = samplesAtOnce(down);
        int columnSamples = samplesAtOnce(across);
        for (int group = 0; group < left.form().groups(); group++) {
            for (int i = 0; i < down.samples(); i += rowSamples) {
                int end = Math.min(down.samples(), i + rowSamples);
                try (OuterBlock rows = OuterBlock.of(left, down, group, i, end, backend)) {
                    int last = symmetric ? end : across.samples();
                    for (int j = 0; j < last; j += columnSamples) {
                        int stop = Math.min(last, j + columnSamples);
                        try (OuterBlock columns = OuterBlock.of(right, across, group, j, stop, backend)) {
                            addBlocks(rows, columns);
                        }
                    }
                }
            }
        }
    }

    /** Returns how many samples a block has, so that none of inputs, sensitivities and their products is too large. */
    private int samplesAtOnce(SampleRows order) {
        OuterForm form = left.form();
        long inputs = (long) positions() * form.fanIn();
        long deltas = (long) order.most() * form.fanOut() * positions();
        long byProducts = (long) Math.sqrt((double) BLOCK) / Math.max(positions(), order.most());
        long most = Math.min(byProducts, BLOCK / Math.max(inputs, deltas));
        return (int) Math.max(1, Math.min(order.samples(), most));
    }

    private void addBlocks(OuterBlock rows, OuterBlock columns) {
        boolean diagonal = symmetric && rows.first() == columns.first();
        int height = down.start(rows.end()) - down.start(rows.first());
        int width = across.start(columns.end()) - across.start(columns.first());
        double[][] tile = new double[height][width];
        try (Matrix products =
                backend.allocate(rows.inputs().rows(), columns.inputs().rows())) {
            double shift = left.form().bias() ? 1 : 0;
            backend.fill(products, shift);
            backend.multiply(1, rows.inputs(), Transpose.NO, columns.inputs(), Transpose.YES, shift, products);
            backend.forEach(rows.end() - rows.first(), k -> {
                int last = diagonal ? rows.first() + k + 1 : columns.end();
                addSample(rows, columns, k, last, products, tile);
            });
        }
        if (diagonal) {
            mirror(tile);
        }
        Destination below = new Destination(across, columns.first(), columns.end());
        backend.forEach(height, i -> below.add(tile[i], sum, down.row(down.start(rows.first()) + i) - from));
        if (symmetric && !diagonal) {
            Destination above = new Destination(down, rows.first(), rows.end());
            backend.forEach(width, j -> {
                double[] column = new double[height];
                for (int i = 0; i < height; i++) {
                    column[i] = tile[i][j];
                }
                above.add(column, sum, across.row(across.start(columns.first()) + j) - from);
            });
        }
    }

    /** Where samples are in order, what stands below the diagonal is complete; what stands above may be missing. */
    private static void mirror(double[][] tile) {
        for (int i = 0; i < tile.length; i++) {
            for (int j = 0; j < i; j++) {
                tile[j][i] = tile[i][j];
            }
        }
    }

    /** Computes the rows of the k-th sample of a block, up to a last sample of the other side. */
    private void addSample(OuterBlock rows, OuterBlock columns, int k, int last, Matrix products, double[][] tile) {
        int s = positions();
        int sample = rows.first() + k;
        int place = down.start(sample) - down.start(rows.first());
        int own = down.start(sample + 1) - down.start(sample);
        Matrix delta = rows.deltas().rowRange(place, (long) place + own);
        long width = left.form().fanOut() * (long) s;
        int atOnce = (int) Math.max(1, CHUNK / Math.max(1, across.most() * width));
        for (int j = columns.first(); j < last; j += atOnce) {
            int stop = Math.min(last, j + atOnce);
            int start = across.start(j);
            int count = across.start(stop) - start;
            try (Matrix moved = backend.allocate(count, width);
                    Matrix part = backend.allocate(own, count)) {
                for (int t = j; t < stop; t++) {
                    move(columns, t, products.view((long) k * s, (long) (t - columns.first()) * s, s, s), moved, start);
                }
                backend.multiply(scale, delta, Transpose.NO, moved, Transpose.YES, 0, part);
                for (int i = 0; i < own; i++) {
                    part.read(i, 0, tile[place + i], start - across.start(columns.first()), count);
                }
            }
        }
    }

    /** Computes the sensitivities of a sample times the inner products of its inputs with another's. */
    private void move(OuterBlock columns, int sample, Matrix products, Matrix moved, int start) {
        int s = positions();
        int b = left.form().fanOut();
        int count = across.start(sample + 1) - across.start(sample);
        long at = (long) across.start(sample) - across.start(columns.first());
        Matrix delta = columns.deltas().rowRange(at, at + count).reshaped((long) count * b, s);
        long to = (long) across.start(sample) - start;
        Matrix target = moved.rowRange(to, to + count).reshaped((long) count * b, s);
        backend.multiply(1, delta, Transpose.NO, products, Transpose.YES, 0, target);
    }

    /** Where the rows of some samples stand among all rows, as runs of neighbours. */
    private static final class Destination {
        private final SampleRows order;
        private final int start;
        private final Integer[] places;

        Destination(SampleRows order, int first, int end) {
            this.order = order;
            this.start = order.start(first);
            this.places = new Integer[order.start(end) - start];
            Arrays.setAll(places, i -> i);
            Arrays.sort(places, Comparator.comparingLong(i -> order.row(start + i)));
        }

        private long column(int place) {
            return order.row(start + places[place]) - order.first();
        }

        /** Adds numbers, one for each row, to their columns of a row of the sum. */
        void add(double[] numbers, Matrix sum, long row) {
            double[] run = new double[places.length];
            for (int i = 0; i < places.length; ) {
                int count = 1;
                while (i + count < places.length && column(i + count) == column(i) + count) {
                    count++;
                }
                sum.read(row, column(i), run, 0, count);
                for (int k = 0; k < count; k++) {
                    run[k] += numbers[places[i + k]];
                }
                sum.write(row, column(i), run, 0, count);
                i += count;
            }
        }
    }
}
