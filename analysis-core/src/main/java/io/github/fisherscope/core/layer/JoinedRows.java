package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.List;

/**
 * Rows of a parameter tensor that several uses share: the sums of the uses' rows, entry by entry, so that their inner products
 * have the cross terms.
 *
 * @param uses rows of each use
 * @param places for each use, which entry of the tensor each of its parameters is
 * @param parameters number of entries of the tensor
 */
public record JoinedRows(List<RowGradients> uses, List<Places> places, int parameters) implements RowGradients {
    /** Which entry of a tensor a parameter is. */
    public interface Places {
        int of(int parameter);
    }

    public JoinedRows {
        uses = List.copyOf(uses);
        places = List.copyOf(places);
    }

    @Override
    public long rows() {
        return uses.get(0).rows();
    }

    @Override
    public int granule() {
        return uses.stream().mapToInt(RowGradients::granule).max().orElse(1);
    }

    @Override
    public void addRow(long row, double[] gradient, int offset) {
        for (int u = 0; u < uses.size(); u++) {
            double[] own = new double[uses.get(u).parameters()];
            uses.get(u).addRow(row, own, 0);
            Places to = places.get(u);
            for (int i = 0; i < own.length; i++) {
                gradient[offset + to.of(i)] += own[i];
            }
        }
    }

    /** Returns whether a use has the tensor as it is, and not transposed or a part of it. */
    private boolean asItIs(int use) {
        if (uses.get(use).parameters() != parameters) {
            return false;
        }
        Places of = places.get(use);
        for (int i = 0; i < parameters; i++) {
            if (of.of(i) != i) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Matrix formed(Backend backend, long from, long to, int first, int end) {
        Matrix sum = backend.allocate(to - from, (long) end - first);
        for (int u = 0; u < uses.size(); u++) {
            if (asItIs(u)) {
                try (Matrix own = uses.get(u).formed(backend, from, to, first, end)) {
                    backend.add(1, own, 1, sum);
                }
            } else {
                addPlaced(backend, u, from, to, first, sum);
            }
        }
        return sum;
    }

    /** Adds a use whose parameters stand elsewhere in the tensor, some rows at a time. */
    private void addPlaced(Backend backend, int use, long from, long to, int first, Matrix sum) {
        int length = uses.get(use).parameters();
        int width = Math.toIntExact(sum.columns());
        Places of = places.get(use);
        long atOnce = Math.max(1, FormedRows.BLOCK / Math.max(1, length));
        for (long begin = from; begin < to; begin += atOnce) {
            long stop = Math.min(to, begin + atOnce);
            long start = begin;
            try (Matrix own = uses.get(use).formed(backend, begin, stop)) {
                RowBlocks.forEach(backend, stop - begin, length, (low, high) -> {
                    double[] numbers = new double[length];
                    double[] row = new double[width];
                    for (long i = low; i < high; i++) {
                        RowBlocks.read(own, i, numbers, 0);
                        RowBlocks.read(sum, start - from + i, row, 0);
                        for (int k = 0; k < length; k++) {
                            int place = of.of(k) - first;
                            if (place >= 0 && place < width) {
                                row[place] += numbers[k];
                            }
                        }
                        sum.write(start - from + i, 0, row, 0, width);
                    }
                });
            }
        }
    }

    /**
     * {@inheritDoc} Where a use has few entries in each row, as a table that tokens look up, inner products are summed over
     * pairs of uses, so that nothing is as wide as the table; otherwise the sums are formed.
     */
    @Override
    public void addGram(
            Backend backend,
            long from,
            long to,
            RowGradients other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        if (other instanceof JoinedRows columns && inPairs() && columns.inPairs()) {
            for (RowGradients left : uses) {
                for (RowGradients right : columns.uses) {
                    left.addCross(backend, from, to, right, otherFrom, otherTo, scale, sum);
                }
            }
            return;
        }
        RowGradients.super.addGram(backend, from, to, other, otherFrom, otherTo, scale, sum);
    }

    /** {@inheritDoc} Where inner products come from pairs of uses, so do norms. */
    @Override
    public double[] squaredNorms() {
        if (!inPairs()) {
            return RowGradients.super.squaredNorms();
        }
        double[] norms = new double[Math.toIntExact(rows())];
        for (RowGradients use : uses) {
            add(use.squaredNorms(), 1, norms);
        }
        for (int u = 0; u < uses.size(); u++) {
            for (int v = u + 1; v < uses.size(); v++) {
                add(uses.get(u).crossNorms(uses.get(v)), 2, norms);
            }
        }
        return norms;
    }

    private static void add(double[] numbers, double factor, double[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * numbers[i];
        }
    }

    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        if (!inPairs()) {
            RowGradients.super.addSquares(total, diagonal, offset);
            return;
        }
        for (int u = 0; u < uses.size(); u++) {
            uses.get(u).addSquares(total, diagonal, offset);
            for (int v = u + 1; v < uses.size(); v++) {
                uses.get(u).addCrossSquares(uses.get(v), total, diagonal, offset);
            }
        }
    }

    private boolean inPairs() {
        for (int u = 0; u < uses.size(); u++) {
            if (!asItIs(u)) {
                return false;
            }
        }
        return uses.stream().anyMatch(RowGradients::sparse);
    }
}
