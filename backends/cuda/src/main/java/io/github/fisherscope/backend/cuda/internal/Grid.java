package io.github.fisherscope.backend.cuda.internal;

/**
 * The blocks of a launch and the threads of each; kernels walk on in steps of the grid, so that it may be smaller than
 * the work. It depends on the shape alone.
 */
record Grid(int blocksAcross, int blocksDown, int threadsAcross, int threadsDown) {
    /** Threads of a block, and of a block that adds up. */
    static final int THREADS = 256;

    private static final int TILE = 32;
    private static final int MOST_ACROSS = 1 << 16;
    private static final int MOST_DOWN = 65_535; // the limit of CUDA
    private static final int MOST_SUMS = 1024;

    /** Returns a grid with about one thread per entry. */
    static Grid overEntries(long rows, long columns) {
        int across = columns >= THREADS / 2 || rows == 1 ? THREADS : TILE;
        int down = THREADS / across;
        return new Grid(blocks(columns, across, MOST_ACROSS), blocks(rows, down, MOST_DOWN), across, down);
    }

    /** Returns a grid of 32 × 32 tiles for a square matrix of order n. */
    static Grid overTiles(long n) {
        int edge = blocks(n, TILE, MOST_DOWN);
        return new Grid(edge, edge, TILE, THREADS / TILE);
    }

    /** Returns a grid with one thread per column, and one block downwards for each chunk of rows. */
    static Grid overColumns(long columns, int chunks) {
        return new Grid(blocks(columns, THREADS, MOST_ACROSS), chunks, THREADS, 1);
    }

    /** Returns a grid with one block for each of {@code pieces} sums, but not more than 1024 blocks. */
    static Grid overSums(long pieces) {
        return new Grid(blocks(pieces, 1, MOST_SUMS), 1, THREADS, 1);
    }

    private static int blocks(long size, int each, int most) {
        return (int) Math.max(1, Math.min(most, (size + each - 1) / each));
    }
}
