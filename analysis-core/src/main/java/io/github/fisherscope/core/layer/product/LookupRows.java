package io.github.fisherscope.core.layer.product;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.layer.RowBlocks;
import io.github.fisherscope.core.layer.RowGradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of a table's gradients: {@code δ_rts} summed over the positions of a token stands at the token's row, zeros at all
 * others. Nothing is ever as wide as the table, unless rows are asked for: inner products are sums over tokens that two
 * samples share.
 */
final class LookupRows implements RowGradients {
    /** Rows of a Gram tile that one task makes. */
    private static final int ROWS_AT_ONCE = 64;

    private final Lookup lookup;
    private final int[][] tokens;
    private final Matrix deltas;
    private final Backend backend;

    LookupRows(Lookup lookup, int[][] tokens, Matrix deltas, Backend backend) {
        this.lookup = lookup;
        this.tokens = tokens;
        this.deltas = deltas;
        this.backend = backend;
    }

    @Override
    public long rows() {
        return deltas.rows();
    }

    @Override
    public int parameters() {
        return lookup.entries() * lookup.width();
    }

    /** Returns the tokens of a row, each with the sum of its sensitivities, in the order of the tokens. */
    private Map<Integer, double[]> sums(long row) {
        int width = lookup.width();
        int[] own = tokens[(int) (row % tokens.length)];
        double[] delta = new double[own.length * width];
        RowBlocks.read(deltas, row, delta, 0);
        Map<Integer, double[]> sums = new TreeMap<>();
        for (int s = 0; s < own.length; s++) {
            double[] sum = sums.computeIfAbsent(own[s], token -> new double[width]);
            for (int j = 0; j < width; j++) {
                sum[j] += delta[s * width + j];
            }
        }
        return sums;
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        sums(row).forEach((token, sum) -> {
            for (int j = 0; j < sum.length; j++) {
                gradient[offset + token * sum.length + j] += sum[j];
            }
        });
    }

    @Override
    public Matrix formed(Backend on, long from, long to, int first, int end) {
        int width = lookup.width();
        Matrix formed = on.allocate(to - from, (long) end - first);
        RowBlocks.forEach(on, to - from, deltas.columns(), (begin, last) -> {
            for (long i = begin; i < last; i++) {
                long row = i;
                sums(from + i).forEach((token, sum) -> {
                    int low = Math.max(first, token * width);
                    int high = Math.min(end, token * width + width);
                    if (low < high) {
                        formed.write(row, low - first, sum, low - token * width, high - low);
                    }
                });
            }
        });
        return formed;
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
        if (!(other instanceof LookupRows columns)) {
            RowGradients.super.addGram(on, from, to, other, otherFrom, otherTo, scale, sum);
            return;
        }
        Map<Integer, TokenRows> across = columns.byToken(otherFrom, otherTo);
        int count = Math.toIntExact(otherTo - otherFrom);
        int tasks = Math.toIntExact((to - from + ROWS_AT_ONCE - 1) / ROWS_AT_ONCE);
        on.forEach(tasks, task -> {
            long begin = from + (long) task * ROWS_AT_ONCE;
            long end = Math.min(to, begin + ROWS_AT_ONCE);
            double[][] tile = new double[(int) (end - begin)][count];
            byToken(begin, end).forEach((token, down) -> {
                TokenRows shared = across.get(token);
                if (shared != null) {
                    down.addProducts(on, shared, scale, tile);
                }
            });
            double[] old = new double[count];
            for (int i = 0; i < tile.length; i++) {
                RowBlocks.join(tile[i], 1, sum, begin - from + i, old);
            }
        });
    }

    @Override
    public boolean sparse() {
        return true;
    }

    /** {@inheritDoc} Of the others only what they have at tokens that occur here is formed, one token at a time. */
    @Override
    public void addCross(
            Backend on,
            long from,
            long to,
            RowGradients other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        if (other instanceof LookupRows) {
            addGram(on, from, to, other, otherFrom, otherTo, scale, sum);
            return;
        }
        int width = lookup.width();
        double[] numbers = new double[Math.toIntExact(otherTo - otherFrom)];
        double[] old = new double[numbers.length];
        byToken(from, to).forEach((token, own) -> {
            try (Matrix left = own.on(on);
                    Matrix right = other.formed(on, otherFrom, otherTo, token * width, (token + 1) * width);
                    Matrix product = on.allocate(left.rows(), right.rows())) {
                on.multiply(scale, left, Transpose.NO, right, Transpose.YES, 0, product);
                for (int i = 0; i < product.rows(); i++) {
                    RowBlocks.read(product, i, numbers, 0);
                    RowBlocks.join(numbers, 1, sum, own.places.get(i), old);
                }
            }
        });
    }

    /** What is done with one token of a row: its entries there, and those of the others. */
    private interface Meeting {
        void of(int row, int token, double[] own, double[] others);
    }

    /** Meets the others at the tokens that occur here, of whose rows only these entries are formed. */
    private void meet(RowGradients other, Meeting meeting) {
        int width = lookup.width();
        double[] numbers = new double[width];
        byToken(0, rows()).forEach((token, own) -> {
            for (int i = 0; i < own.places.size(); i++) {
                int row = own.places.get(i);
                try (Matrix others = other.formed(backend, row, row + 1L, token * width, (token + 1) * width)) {
                    RowBlocks.read(others, 0, numbers, 0);
                }
                meeting.of(row, token, own.sums.get(i), numbers);
            }
        });
    }

    @Override
    public void addCrossSquares(RowGradients other, int total, double[] diagonal, int offset) {
        meet(other, (row, token, own, others) -> {
            for (int j = 0; j < own.length; j++) {
                diagonal[offset + token * own.length + j] += 2 * own[j] * others[j] / total;
            }
        });
    }

    @Override
    public double[] crossNorms(RowGradients other) {
        double[] products = new double[Math.toIntExact(rows())];
        meet(other, (row, token, own, others) -> {
            for (int j = 0; j < own.length; j++) {
                products[row] += own[j] * others[j];
            }
        });
        return products;
    }

    /** Returns for each token the rows in which it occurs. */
    private Map<Integer, TokenRows> byToken(long from, long to) {
        Map<Integer, TokenRows> rows = new TreeMap<>();
        for (long row = from; row < to; row++) {
            int place = (int) (row - from);
            sums(row)
                    .forEach((token, sum) ->
                            rows.computeIfAbsent(token, t -> new TokenRows()).add(place, sum));
        }
        return rows;
    }

    /** The rows in which one token occurs, and what they have at it. */
    private static final class TokenRows {
        private final List<Integer> places = new ArrayList<>();
        private final List<double[]> sums = new ArrayList<>();

        void add(int place, double[] sum) {
            places.add(place);
            sums.add(sum);
        }

        private Matrix on(Backend backend) {
            int width = sums.get(0).length;
            Matrix m = backend.allocate(sums.size(), width);
            for (int i = 0; i < sums.size(); i++) {
                m.write(i, 0, sums.get(i), 0, width);
            }
            return m;
        }

        void addProducts(Backend backend, TokenRows other, double scale, double[][] tile) {
            int count = other.sums.size();
            double[] products = new double[count];
            try (Matrix left = on(backend);
                    Matrix right = other.on(backend);
                    Matrix product = backend.allocate(sums.size(), count)) {
                backend.multiply(scale, left, Transpose.NO, right, Transpose.YES, 0, product);
                for (int i = 0; i < sums.size(); i++) {
                    product.read(i, 0, products, 0, count);
                    double[] target = tile[places.get(i)];
                    for (int j = 0; j < count; j++) {
                        target[other.places.get(j)] += products[j];
                    }
                }
            }
        }
    }

    @Override
    public double[] squaredNorms() {
        double[] norms = new double[Math.toIntExact(rows())];
        RowBlocks.forEach(backend, norms.length, deltas.columns(), (from, to) -> {
            for (int row = (int) from; row < to; row++) {
                for (double[] sum : sums(row).values()) {
                    norms[row] += Arrays.stream(sum).map(x -> x * x).sum();
                }
            }
        });
        return norms;
    }

    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        for (long row = 0; row < rows(); row++) {
            sums(row).forEach((token, sum) -> {
                for (int j = 0; j < sum.length; j++) {
                    diagonal[offset + token * sum.length + j] += sum[j] * sum[j] / total;
                }
            });
        }
    }
}
