package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import java.util.Arrays;

/**
 * Rows of gradients that are formed, some at a time, and whose sums come from products of what was formed. A layer writes
 * {@link #formed(Backend, long, long, int, int)} or {@link #addRow}; blocks hold some million entries, however many rows
 * and parameters there are.
 */
public abstract class FormedRows implements RowGradients {
    /** Entries of one block of formed rows: 32 MiB in float64. */
    static final long BLOCK = 1 << 22;

    private final Backend backend;

    protected FormedRows(Backend backend) {
        this.backend = backend;
    }

    protected final Backend backend() {
        return backend;
    }

    /** Does what {@link #addRow} does by forming the row. */
    protected final void addFormed(long row, double[] gradient, int offset) {
        double[] numbers = new double[parameters()];
        try (Matrix formed = formed(backend, row, row + 1)) {
            formed.read(0, 0, numbers, 0, numbers.length);
        }
        for (int j = 0; j < numbers.length; j++) {
            gradient[offset + j] += numbers[j];
        }
    }

    private long rowsAtOnce() {
        return Math.max(1, BLOCK / Math.max(1, parameters()));
    }

    @Override
    public double[] squaredNorms() {
        double[] norms = new double[Math.toIntExact(rows())];
        for (long from = 0; from < norms.length; from += rowsAtOnce()) {
            long to = Math.min(norms.length, from + rowsAtOnce());
            double[] part = new double[(int) (to - from)];
            try (Matrix block = formed(backend, from, to)) {
                backend.rowDots(block, block, part);
            }
            System.arraycopy(part, 0, norms, (int) from, part.length);
        }
        return norms;
    }

    @Override
    public void addSquares(int total, double[] diagonal, int offset) {
        int length = parameters();
        double[] sums = new double[length];
        try (Matrix all = backend.allocate(1, length);
                Matrix sum = backend.allocate(1, length)) {
            for (long from = 0; from < rows(); from += rowsAtOnce()) {
                try (Matrix block = formed(backend, from, Math.min(rows(), from + rowsAtOnce()));
                        Matrix squares = backend.allocate(block.rows(), length)) {
                    backend.hadamard(block, block, squares);
                    backend.columnSums(squares, sum);
                    backend.add(1, sum, 1, all);
                }
            }
            all.read(0, 0, sums, 0, length);
        }
        for (int j = 0; j < length; j++) {
            diagonal[offset + j] += sums[j] / total;
        }
    }

    /** Rows that can be had one by one, cheaply: those of scales, shifts and other parameters used entry by entry. */
    public interface OneRow {
        /** Adds row {@code row} to the entries of {@code gradient} from {@code offset} on. */
        void add(long row, double[] gradient, int offset);
    }

    /**
     * Returns rows that are computed one by one, by all threads.
     *
     * @param entries how many entries are touched for each row
     */
    public static RowGradients of(Backend backend, long rows, int parameters, long entries, OneRow one) {
        return new FormedRows(backend) {
            @Override
            public long rows() {
                return rows;
            }

            @Override
            public int parameters() {
                return parameters;
            }

            @Override
            public void addRow(long row, double[] gradient, int offset) {
                one.add(row, gradient, offset);
            }

            @Override
            public Matrix formed(Backend on, long from, long to, int first, int end) {
                Matrix formed = on.allocate(to - from, (long) end - first);
                RowBlocks.forEach(on, to - from, entries, (begin, last) -> {
                    double[] row = new double[parameters];
                    for (long i = begin; i < last; i++) {
                        Arrays.fill(row, 0);
                        one.add(from + i, row, 0);
                        formed.write(i, 0, row, first, end - first);
                    }
                });
                return formed;
            }
        };
    }
}
