package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A real symmetric linear map A on ℝⁿ, known only through its action. Implementations do not change after construction
 * and give the same bits for the same input, whatever the number of threads.
 *
 * <p>Operators make new ones: {@link #times}, {@link #plus}, {@link #shifted}, {@link #restrictedTo}, {@link #deflated} and
 * {@link #between}. A new operator holds no numbers of its own but the ones it is given, multiplies through those it is
 * made of, which must stay open, and lives on their backend where they live on one.
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

    /** Returns {@code αA}. */
    default SymmetricOperator times(double factor) {
        return AffineOperator.of(this, factor, 0);
    }

    /** Returns {@code A + σI}. */
    default SymmetricOperator shifted(double shift) {
        return AffineOperator.of(this, 1, shift);
    }

    /**
     * Returns {@code A + B}.
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    default SymmetricOperator plus(SymmetricOperator other) {
        return SumOperator.of(this, other);
    }

    /**
     * Returns the block on rows and columns {@code from} to {@code to} (exclusive), as that of one layer's parameters. A
     * product costs one with the whole of A.
     *
     * @throws IllegalArgumentException unless 0 ≤ from &lt; to ≤ n
     */
    default SymmetricOperator restrictedTo(int from, int to) {
        return RestrictedOperator.of(this, from, to);
    }

    /**
     * Returns {@code (I − VVᵀ) A (I − VVᵀ)}: the known eigenvalues of A become zero, the others stay. Its vectors belong to
     * the host.
     *
     * @param vectors orthonormal vectors of length n, the columns of V
     * @throws IllegalArgumentException if they are not orthonormal to 10⁻⁶
     */
    default SymmetricOperator deflated(List<RealVector> vectors) {
        return new DeflatedOperator(this, vectors);
    }

    /**
     * Returns {@code B A B}, the composition that is symmetric again: A in the coordinates that B makes, for example
     * preconditioned by B = P^(−1/2).
     *
     * @throws IllegalArgumentException if the dimensions differ
     */
    default SymmetricOperator between(SymmetricOperator outer) {
        return SandwichOperator.of(outer, this);
    }
}
