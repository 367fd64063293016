package io.github.fisherscope.core.backend.internal.shared;

/** What distinguishes one CPU backend from another: where numbers live, how tiles are multiplied and diagonalised. */
public interface CpuEngine {
    /** Returns zeros in the precision for which the engine was made; what must be cleared, the crew may clear. */
    Storage allocate(long entries, WorkCrew crew);

    /** Gives back what the engine holds beyond its storages; those that are still open too, if they are on a device. */
    default void close() {}

    /** Returns the bytes that storage may still take, as {@link io.github.fisherscope.core.backend.Backend#freeBytes}. */
    default long freeBytes() {
        return Long.MAX_VALUE;
    }

    /** Throws {@link IllegalArgumentException} if this engine cannot address such a matrix. */
    void requireAddressable(long rows, long columns);

    /** Returns the division of an m × n product with inner dimension k; it depends on nothing else. */
    Tiling tiling(long m, long n, long k);

    /**
     * Returns the division of a product that one thread computes alone, inside a task: fewer and larger tiles where that
     * is faster. It depends on the shape alone, too.
     */
    default Tiling tilingWithinTask(long m, long n, long k) {
        return tiling(m, n, k);
    }

    /** As {@link io.github.fisherscope.core.backend.Backend#tileEdge()}. */
    default int tileEdge() {
        return 512;
    }

    /** As {@link io.github.fisherscope.core.backend.Backend#productEdge()}. */
    default int productEdge() {
        return tileEdge();
    }

    /**
     * Computes {@code c ← alpha op(a) op(b) + beta c} on the calling thread. Shapes have been checked, no dimension is
     * zero.
     */
    void product(double alpha, Operand a, Operand b, double beta, StridedMatrix c);

    /**
     * Computes all {@code count} products of interleaved matrices at once, if this engine can: otherwise they are
     * computed one after the other. Given are the matrices of sample 0, whose rows are {@code count} times as far apart as
     * those of the next sample are from them. Shapes have been checked, no dimension is zero.
     *
     * @return whether it was done; nothing has been written otherwise
     */
    default boolean interleavedProducts(int count, double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        return false;
    }

    /**
     * Computes the lower triangle of {@code c ← alpha a aᵀ + beta c} on the calling thread; what it leaves above the
     * diagonal is of no importance.
     */
    void selfProduct(double alpha, StridedMatrix a, double beta, StridedMatrix c);

    /** Returns what computes entry by entry; unless an engine knows better, Java does. */
    default EntryKernels kernels(WorkCrew crew) {
        return new HostKernels(crew);
    }

    /** Returns all eigenvalues, ascending. The matrix is finite and may be destroyed. */
    double[] eigenvalues(StridedMatrix a, WorkCrew crew);

    /**
     * Returns the largest eigenvalues, as many as {@code vectors} has rows, in descending order and writes orthonormal
     * eigenvectors into the rows of {@code vectors}. The matrix is finite and may be destroyed.
     */
    double[] eigenPairs(StridedMatrix a, StridedMatrix vectors, WorkCrew crew);

    /**
     * Replaces rows by solutions as {@link io.github.fisherscope.core.backend.Backend#solvePositiveDefinite}. The matrix
     * is finite and may be destroyed. Unless an engine knows better, it happens on the host.
     */
    default boolean solvePositiveDefinite(double shift, StridedMatrix a, StridedMatrix rows, WorkCrew crew) {
        return EjmlCholesky.solve(shift, a, rows);
    }

    /**
     * A matrix as it enters a product.
     *
     * @param matrix the matrix as stored
     * @param transposed whether its transpose is meant
     */
    record Operand(StridedMatrix matrix, boolean transposed) {
        public long rows() {
            return transposed ? matrix.columns() : matrix.rows();
        }

        public long columns() {
            return transposed ? matrix.rows() : matrix.columns();
        }

        /** Returns rows {@code from … from + count − 1} of the operand. */
        Operand rowBlock(long from, long count) {
            return transposed
                    ? new Operand(matrix.block(0, from, matrix.rows(), count), true)
                    : new Operand(matrix.block(from, 0, count, matrix.columns()), false);
        }

        /** Returns columns {@code from … from + count − 1} of the operand. */
        Operand columnBlock(long from, long count) {
            return new Operand(matrix, !transposed).rowBlock(from, count).flip();
        }

        private Operand flip() {
            return new Operand(matrix, !transposed);
        }
    }
}
