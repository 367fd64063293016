package io.github.fisherscope.core.operator;

/**
 * A real symmetric linear map A on ℝⁿ, known only through its action. Implementations do not change after construction
 * and give the same bits for the same input, whatever the number of threads.
 */
public interface SymmetricOperator {
    /** Returns n, the number of rows and of columns. */
    int dimension();

    /** Computes {@code y ← A x}; both have length {@link #dimension()} and must be different arrays. */
    void apply(double[] x, double[] y);

    /**
     * Computes {@code ys[i] ← A xs[i]} for every i. Operators that share work between vectors override this; the result
     * may then differ from {@link #apply} by rounding.
     */
    default void applyBatch(double[][] xs, double[][] ys) {
        for (int i = 0; i < xs.length; i++) {
            apply(xs[i], ys[i]);
        }
    }
}
