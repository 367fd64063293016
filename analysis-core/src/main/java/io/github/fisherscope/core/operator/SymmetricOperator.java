package io.github.fisherscope.core.operator;

import java.util.function.IntConsumer;

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

    /**
     * Runs {@code task} for 0, …, count − 1 on the threads that products use, and returns when all are done: for work on
     * vectors between products. Tasks must not depend on each other; one after the other unless overridden.
     */
    default void forEach(int count, IntConsumer task) {
        for (int i = 0; i < count; i++) {
            task.accept(i);
        }
    }
}
