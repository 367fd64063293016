package io.github.fisherscope.core.backend.internal.shared;

import java.util.function.Supplier;

/**
 * Walks over all entries of an m × n shape in runs of one row, short enough for the first-level cache, blocks of runs
 * being shared between threads. The division depends on the shape alone.
 */
final class Sweep {
    /** The longest run: three buffers of it fill half of a 48 KiB cache. */
    static final int RUN = 1024;

    /** Entries of a block: some 10 µs of work, so that handing it out costs little. */
    private static final long BLOCK = 1 << 15;

    private Sweep() {}

    /** What is done with entries (row, column … column + count − 1). */
    @FunctionalInterface
    interface Run {
        void accept(long row, long column, int count);
    }

    /** Divides the shape into blocks for one task each. */
    static Tiling blocks(long rows, long columns) {
        long width = Math.min(columns, BLOCK);
        return new Tiling(rows, columns, Math.max(1, BLOCK / width), width);
    }

    /** Calls runs made by {@code maker}, one per block so that each has buffers of its own. */
    static void over(WorkCrew crew, long rows, long columns, Supplier<Run> maker) {
        if (rows == 0 || columns == 0) {
            return;
        }
        Tiling blocks = blocks(rows, columns);
        crew.run(blocks.count(), block -> walk(blocks, block, maker.get()));
    }

    /** Calls {@code run} for every run of one block. */
    static void walk(Tiling blocks, int block, Run run) {
        long row = blocks.firstRow(block);
        long column = blocks.firstColumn(block);
        long rowEnd = row + blocks.rowsFrom(row);
        long columnEnd = column + blocks.columnsFrom(column);
        for (long i = row; i < rowEnd; i++) {
            for (long j = column; j < columnEnd; j += RUN) {
                run.accept(i, j, (int) Math.min(RUN, columnEnd - j));
            }
        }
    }
}
