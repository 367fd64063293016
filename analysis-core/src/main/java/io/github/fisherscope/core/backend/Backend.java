package io.github.fisherscope.core.backend;

import io.github.fisherscope.core.network.Activation;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Dense real linear algebra on matrices that the backend owns, in one {@link Precision} fixed when it is opened.
 *
 * <p><b>Determinism.</b> The same call on the same machine gives the same bits, whatever {@link #threads()} is: work is
 * divided by the shape of the operands and never by the number of threads. Reductions accumulate in float64.
 *
 * <p><b>Errors.</b> Shape mismatches throw {@link IllegalArgumentException} before anything is written; matrices of
 * another backend are refused; so are outputs that share entries with an input, unless an operation says that they may
 * be the same matrix. Products obey the usual bound |fl(AB) − AB| ≤ γ_k |A||B| with the inner dimension k.
 *
 * <p><b>Threads.</b> A backend may be used from several threads at once. Operations called inside a
 * {@link #forEach} task run on that task's thread alone.
 */
public interface Backend extends AutoCloseable {
    BackendInfo info();

    default Precision precision() {
        return info().precision();
    }

    default int threads() {
        return info().threads();
    }

    /**
     * Returns how many rows and columns a block should have when a large result is made block by block: enough to keep the
     * arithmetic busy, few enough to stay in the cache until the next operation on it.
     */
    default int tileEdge() {
        return 512;
    }

    /**
     * Returns how many rows and columns the blocks of a matrix should have that is stored for many products with few
     * vectors: each is read once and used twice, and need not lie in any other order for that.
     */
    default int productEdge() {
        return tileEdge();
    }

    /**
     * Returns the bytes that new matrices may still take where they lie: those of a device with memory of its own, or
     * {@link Long#MAX_VALUE} where matrices lie in this machine's memory, whose use is for the caller to plan. Other
     * programs may take some of it at any time.
     */
    default long freeBytes() {
        return Long.MAX_VALUE;
    }

    /** Returns whether matrices lie in memory of a device, so that reading and writing them is a transfer. */
    default boolean hasOwnMemory() {
        return freeBytes() != Long.MAX_VALUE;
    }

    /**
     * Returns a new matrix of zeros. A dimension may be 0.
     *
     * @throws OutOfMemoryError if there is no room; the message gives the size asked for. It is an
     *     {@link OutOfDeviceMemoryError} where the room is a device's
     */
    Matrix allocate(long rows, long columns);

    /**
     * Returns a new matrix after {@code fill} has written it; the caller closes it. If that fails, its memory is given back.
     */
    default Matrix filled(long rows, long columns, Consumer<Matrix> fill) {
        Matrix matrix = allocate(rows, columns);
        try {
            fill.accept(matrix);
            return matrix;
        } catch (RuntimeException | Error e) {
            matrix.close();
            throw e;
        }
    }

    /** Computes {@code c ← alpha op(a) op(b) + beta c}; beta = 0 overwrites c even where it holds NaN. */
    void multiply(double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c);

    /**
     * Computes {@code c ← alpha a aᵀ + beta c} for symmetric c. Only half of the products are formed; both triangles of
     * c are written and are equal bit for bit.
     */
    void multiplySelfTransposed(double alpha, Matrix a, double beta, Matrix c);

    /**
     * Multiplies {@code count} interleaved pairs of matrices: with x_t made of the rows t, t + count, t + 2 count, … of x
     * it computes {@code c_t ← alpha op(a_t) op(b_t) + beta c_t} for every t in [0, count). Where the rows of a matrix are
     * numbered r·count + t, this is one product per sample t over its outputs r. beta = 0 overwrites c even where it holds
     * NaN.
     *
     * @param count at least 1; it divides the numbers of rows of a, b and c
     */
    default void multiplyInterleaved(
            int count, double alpha, Matrix a, Transpose opA, Matrix b, Transpose opB, double beta, Matrix c) {
        Interleaved.multiply(this, count, alpha, a, opA, b, opB, beta, c);
    }

    /**
     * Runs {@code task} for 0, …, count − 1, sharing them between the backend's threads, and returns when all are done.
     * The first exception thrown by a task is rethrown.
     */
    void forEach(int count, IntConsumer task);

    /** Sets every entry of {@code m} to {@code value}. */
    void fill(Matrix m, double value);

    /** Copies {@code source} into {@code target}, which has the same shape. */
    void copy(Matrix source, Matrix target);

    /** Computes {@code y ← alpha x + beta y} entry by entry. */
    void add(double alpha, Matrix x, double beta, Matrix y);

    /** Adds the single row {@code row} (1 × n) to every row of {@code m}. */
    void addToRows(Matrix row, Matrix m);

    /** Computes {@code h ← φ(u)} and {@code d ← φ′(u)} entry by entry; {@code h} may be {@code u}. */
    void activate(Activation activation, Matrix u, Matrix h, Matrix d);

    /**
     * Computes {@code out ← a ∘ b}, where {@code b} has a divisor of a's number of rows and is repeated downwards:
     * {@code out_ij = a_ij b_{(i mod rows(b)) j}}; {@code out} may be {@code a}.
     */
    void hadamard(Matrix a, Matrix b, Matrix out);

    /**
     * Computes {@code c_ij ← c_ij + a_ij (b_{(i+rowShift) mod rows(b), (j+columnShift) mod columns(b)} + shift)}: the
     * tile of a dual Gram matrix, in which b (samples × samples) is broadcast over pairs of outputs.
     */
    void hadamardAccumulate(Matrix a, Matrix b, long rowShift, long columnShift, double shift, Matrix c);

    /**
     * Does what {@link #hadamardAccumulate} does and returns the sum of squares of what it added, accumulated in float64
     * from sums of at most eight in the matrix's own precision: the tile of one layer joins the sum over layers and leaves
     * its share of the squared norm, in one pass.
     */
    default double hadamardAccumulateSquares(
            Matrix a, Matrix b, long rowShift, long columnShift, double shift, Matrix c) {
        try (Matrix added = allocate(c.rows(), c.columns())) {
            hadamardAccumulate(a, b, rowShift, columnShift, shift, added);
            add(1, added, 1, c);
            return dot(added, added);
        }
    }

    /** Computes {@code out_j = Σ_i m_ij} in float64 and writes it to the single row {@code out} (1 × columns). */
    void columnSums(Matrix m, Matrix out);

    /** Returns {@code Σ_ij a_ij b_ij}, accumulated in float64. */
    double dot(Matrix a, Matrix b);

    /** Writes {@code out[i] = Σ_j a_ij b_ij}, accumulated in float64. */
    void rowDots(Matrix a, Matrix b, double[] out);

    /**
     * Returns all eigenvalues of a symmetric matrix, descending. Only the lower triangle is read; the matrix is
     * destroyed.
     *
     * <p>Error: backward stable, |λ̂ − λ| ≤ p(n) u ‖A‖ for a modest p(n).
     *
     * @throws IllegalArgumentException if the matrix is not square or holds a number that is not finite
     */
    double[] symmetricEigenvalues(Matrix a);

    /**
     * Returns the {@code top} largest eigenvalues of a symmetric matrix, descending, with orthonormal eigenvectors as
     * the rows of a new matrix (top × n), which the caller closes. Only the lower triangle is read; the matrix is
     * destroyed.
     */
    EigenPairs symmetricEigenPairs(Matrix a, int top);

    /**
     * Solves {@code (A + shift I) x = y} with a symmetric positive definite matrix for every row y of {@code rows}, in
     * float64, by Cholesky's factors: n³/3 flops and 2n² for each row. Only the lower triangle of A is read; A is
     * destroyed.
     *
     * @param rows k × n, replaced by the solutions
     * @return false, with {@code rows} as they were, if the matrix is not positive definite up to rounding
     * @throws IllegalArgumentException if A is not square or holds a number that is not finite, or shapes do not fit
     */
    boolean solvePositiveDefinite(double shift, Matrix a, Matrix rows);

    /**
     * Gives threads back; matrices must be closed by their owners. A backend on a device with memory of its own closes
     * those that are still open, as after a failure half-way.
     */
    @Override
    void close();

    /** Which operand form enters a product. */
    enum Transpose {
        NO,
        YES
    }

    /**
     * Eigenvalues in descending order and their eigenvectors, one in each row of {@code vectors}.
     */
    final class EigenPairs implements AutoCloseable {
        private final double[] values;
        private final Matrix vectors;

        public EigenPairs(double[] values, Matrix vectors) {
            this.values = values.clone();
            this.vectors = vectors;
        }

        public double[] values() {
            return values.clone();
        }

        public Matrix vectors() {
            return vectors;
        }

        @Override
        public void close() {
            vectors.close();
        }
    }
}
