package io.github.fisherscope.core.layer;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/**
 * Shares the rows of a batch between a backend's threads, some rows to a task. The division depends on the sizes alone, never
 * on the number of threads.
 */
public final class RowBlocks {
    private static final long ENTRIES_PER_TASK = 1 << 15;

    /** Enough for all threads of a large machine, few enough that each is worth its room. */
    private static final int TASKS = 64;

    private RowBlocks() {}

    /** What is done with the rows {@code from} to {@code to} (exclusive), by one thread. */
    public interface Body {
        void run(long from, long to);
    }

    /**
     * Runs the body on all rows, as many to a task as have some ten thousand entries together.
     *
     * @param entries how many entries are touched for each row
     */
    public static void forEach(Backend backend, long rows, long entries, Body body) {
        long each = Math.max(1, ENTRIES_PER_TASK / Math.max(1, entries));
        int tasks = Math.toIntExact((rows + each - 1) / each);
        backend.forEach(tasks, task -> body.run(task * each, Math.min(rows, (task + 1) * each)));
    }

    /**
     * Runs the body on all rows in at most {@link #TASKS} tasks, for bodies that need much room of their own.
     */
    public static void forEachLarge(Backend backend, long rows, Body body) {
        int tasks = (int) Math.min(rows, TASKS);
        backend.forEach(tasks, task -> body.run(rows * task / tasks, rows * (task + 1) / tasks));
    }

    /** Reads a whole row from column 0 on into {@code target}, from {@code offset} on. */
    public static void read(Matrix m, long row, double[] target, int offset) {
        m.read(row, 0, target, offset, Math.toIntExact(m.columns()));
    }

    /**
     * Writes {@code values + beta row} into a row. With beta = 0 the row is overwritten even where it holds NaN.
     *
     * @param old scratch with room for the row, not read
     */
    public static void join(double[] values, double beta, Matrix m, long row, double[] old) {
        int columns = Math.toIntExact(m.columns());
        if (beta != 0) {
            m.read(row, 0, old, 0, columns);
            for (int i = 0; i < columns; i++) {
                values[i] += beta * old[i];
            }
        }
        m.write(row, 0, values, 0, columns);
    }
}
