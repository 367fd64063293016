package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * The gradients of one layer's parameters in every row (r, t) of a factor, the rows of S J restricted to the layer. They need
 * not be formed: {@link #addRow} is all that a layer must know, and the rest follows from it; layers whose rows have a
 * structure override what the structure makes cheaper, with the same results up to rounding.
 */
public interface RowGradients {
    /** Entries of formed rows that a Gram tile holds at once: 64 MiB in float64. */
    long GRAM_BLOCK = 1 << 23;

    /** Returns the number of rows. */
    long rows();

    /** Returns the number of the layer's parameters, the length of a row. */
    int parameters();

    /** Adds row {@code row} to the entries of {@code gradient} from {@code offset} on. */
    void addRow(long row, double[] gradient, int offset);

    /**
     * Adds {@code scale} times the inner products of these rows {@code from} to {@code to} (exclusive) with rows of the same
     * layer, the tile of a Gram matrix, to {@code sum}.
     *
     * @param other rows of the same layer, perhaps at other samples
     * @param sum (to − from) × (otherTo − otherFrom); symmetric where both are the same rows of the same object
     */
    default void addGram(
            Backend backend,
            long from,
            long to,
            RowGradients other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        boolean same = other == this && from == otherFrom && to == otherTo;
        long held = to - from + (same ? 0 : otherTo - otherFrom);
        int each = RowParts.length(parameters(), granule(), GRAM_BLOCK / Math.max(1, held));
        for (int first = 0; first < parameters(); first += each) {
            int end = Math.min(parameters(), first + each);
            try (Matrix left = formed(backend, from, to, first, end)) {
                if (same) {
                    backend.multiplySelfTransposed(scale, left, 1, sum);
                } else {
                    try (Matrix right = other.formed(backend, otherFrom, otherTo, first, end)) {
                        backend.multiply(scale, left, Transpose.NO, right, Transpose.YES, 1, sum);
                    }
                }
            }
        }
    }

    /** Returns whether most entries of every row are 0, so that inner products are cheaper than rows. */
    default boolean sparse() {
        return false;
    }

    /**
     * Does what {@link #addGram} does where the others are rows of another layer with the same parameters, as where layers
     * share a tensor.
     */
    default void addCross(
            Backend backend,
            long from,
            long to,
            RowGradients other,
            long otherFrom,
            long otherTo,
            double scale,
            Matrix sum) {
        if (!other.sparse() || sparse()) {
            addGram(backend, from, to, other, otherFrom, otherTo, scale, sum);
            return;
        }
        try (Matrix turned = backend.allocate(otherTo - otherFrom, to - from)) {
            other.addCross(backend, otherFrom, otherTo, this, from, to, scale, turned);
            double[] row = new double[Math.toIntExact(to - from)];
            double[] entry = new double[1];
            for (long j = 0; j < turned.rows(); j++) {
                turned.read(j, 0, row, 0, row.length);
                for (int i = 0; i < row.length; i++) {
                    sum.read(i, j, entry, 0, 1);
                    entry[0] += row[i];
                    sum.write(i, j, entry, 0, 1);
                }
            }
        }
    }

    /**
     * Adds {@code 2/total} times the sum over rows of the products of these rows' entries and others' of another layer with the
     * same parameters to {@code diagonal}: what squares of sums have beside the sums of squares.
     */
    default void addCrossSquares(RowGradients other, int total, double[] diagonal, int offset) {
        if (other.sparse() && !sparse()) {
            other.addCrossSquares(this, total, diagonal, offset);
            return;
        }
        double[] own = new double[parameters()];
        double[] others = new double[parameters()];
        for (long i = 0; i < rows(); i++) {
            Arrays.fill(own, 0);
            Arrays.fill(others, 0);
            addRow(i, own, 0);
            other.addRow(i, others, 0);
            for (int j = 0; j < own.length; j++) {
                diagonal[offset + j] += 2 * own[j] * others[j] / total;
            }
        }
    }

    /** Returns the inner product of every row with the same row of another layer with the same parameters. */
    default double[] crossNorms(RowGradients other) {
        if (other.sparse() && !sparse()) {
            return other.crossNorms(this);
        }
        double[] products = new double[Math.toIntExact(rows())];
        double[] own = new double[parameters()];
        double[] others = new double[parameters()];
        for (int i = 0; i < products.length; i++) {
            Arrays.fill(own, 0);
            Arrays.fill(others, 0);
            addRow(i, own, 0);
            other.addRow(i, others, 0);
            for (int j = 0; j < own.length; j++) {
                products[i] += own[j] * others[j];
            }
        }
        return products;
    }

    /** Returns of how many parameters, or a multiple, a part of the rows should be that is formed at once. */
    default int granule() {
        return 1;
    }

    /** Returns the rows {@code from} to {@code to} (exclusive) as a new matrix that the caller closes. */
    default Matrix formed(Backend backend, long from, long to) {
        return formed(backend, from, to, 0, parameters());
    }

    /**
     * Returns a part of the rows {@code from} to {@code to} (exclusive) as a new matrix that the caller closes.
     *
     * @param first the first parameter of the part
     * @param end one more than the last one
     */
    default Matrix formed(Backend backend, long from, long to, int first, int end) {
        Matrix formed = backend.allocate(to - from, (long) end - first);
        double[] row = new double[parameters()];
        for (long i = from; i < to; i++) {
            Arrays.fill(row, 0);
            addRow(i, row, 0);
            formed.write(i - from, 0, row, first, end - first);
        }
        return formed;
    }

    /** Returns the squared norm of every row. */
    default double[] squaredNorms() {
        double[] norms = new double[Math.toIntExact(rows())];
        double[] row = new double[parameters()];
        for (int i = 0; i < norms.length; i++) {
            Arrays.fill(row, 0);
            addRow(i, row, 0);
            for (double x : row) {
                norms[i] += x * x;
            }
        }
        return norms;
    }

    /** Adds {@code 1/total} times the sum over rows of the squared entries to {@code diagonal}, from {@code offset} on. */
    default void addSquares(int total, double[] diagonal, int offset) {
        double[] row = new double[parameters()];
        for (long i = 0; i < rows(); i++) {
            Arrays.fill(row, 0);
            addRow(i, row, 0);
            for (int j = 0; j < row.length; j++) {
                diagonal[offset + j] += row[j] * row[j] / total;
            }
        }
    }

    /**
     * Returns the factors of the layer's Kronecker approximation (K-FAC) as new matrices that the caller closes: one pair for
     * each group of weights with inputs and outputs of its own, or none if the layer has no such approximation.
     */
    default List<KroneckerPair> kronecker(Backend backend, KroneckerSharing sharing) {
        return List.of();
    }

    /**
     * Returns the same rows of some of the parameters alone, those {@code from} to {@code to} (exclusive), as of one tensor of
     * several. Layers whose rows have a structure should override it: here rows are formed.
     */
    default RowGradients restricted(int from, int to) {
        return from == 0 && to == parameters() ? this : new RestrictedRows(this, from, to);
    }

    /** Returns the rows of a layer without parameters. */
    static RowGradients none(long rows) {
        return new RowGradients() {
            @Override
            public long rows() {
                return rows;
            }

            @Override
            public int parameters() {
                return 0;
            }

            @Override
            public void addRow(long row, double[] gradient, int offset) {}

            @Override
            public void addGram(
                    Backend backend,
                    long from,
                    long to,
                    RowGradients other,
                    long otherFrom,
                    long otherTo,
                    double scale,
                    Matrix sum) {}
        };
    }

    /**
     * Second moments whose Kronecker product approximates the layer's block of F, for parameters in the order (W, b) of each
     * output: {@code F ≈ outputs ⊗ inputs}.
     *
     * @param outputs (1/T) ΔᵀΔ
     * @param inputs (1/T) ĤᵀĤ
     */
    record KroneckerPair(Matrix outputs, Matrix inputs) implements AutoCloseable {
        /** Returns a pair of zeros that the caller closes. */
        public static KroneckerPair zeros(Backend backend, int outputs, int inputs) {
            Matrix ofOutputs = backend.allocate(outputs, outputs);
            try {
                return new KroneckerPair(ofOutputs, backend.allocate(inputs, inputs));
            } catch (RuntimeException | Error e) {
                ofOutputs.close();
                throw e;
            }
        }

        @Override
        public void close() {
            outputs.close();
            inputs.close();
        }
    }
}
