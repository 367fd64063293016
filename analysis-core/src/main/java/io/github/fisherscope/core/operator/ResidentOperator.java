package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/**
 * A symmetric operator that works on a backend and takes vectors that lie there already. Where that backend has memory of
 * its own, a method that keeps its vectors in it moves nothing to the host and back between products.
 *
 * <p>Both ways to give vectors compute the same map; their results differ by rounding at most.
 */
public interface ResidentOperator extends SymmetricOperator {
    /** Returns the backend that vectors lie on. */
    Backend backend();

    /** Returns whether vectors should live on the backend: whether it has memory of its own and the operator is in it. */
    default boolean resident() {
        return backend().hasOwnMemory();
    }

    /**
     * Computes {@code y ← A x} for every row.
     *
     * @param xs the vectors, one in each row (count × n), on {@link #backend()}
     * @param ys where their images go, of the same shape; it shares no entry with {@code xs}
     */
    void apply(Matrix xs, Matrix ys);
}
