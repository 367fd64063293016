package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.BatchedOperator;

/** The Hessian of a loss on given labels as a map on parameter space, of a network of any kind. */
public interface HessianOperator extends BatchedOperator, AutoCloseable {
    /**
     * Returns all P eigenvalues, descending, of the matrix made column by column.
     *
     * <p>Cost: P products and about 4/3 P³ flops; P² numbers. Error: backward stable, |λ̂ − λ| ≤ p(P) u max |λ|.
     *
     * @throws IllegalArgumentException if P exceeds {@link FisherRoutes#LARGEST_BUILT}
     */
    RealVector eigenvalues();

    /**
     * Returns trace and squared norm, of the whole matrix and of the diagonal block of each layer, from its columns: P
     * products, and no more memory than they take.
     */
    DualMoments columnMoments();

    /** Returns the residual term R = H − F alone, on the same weights and batches; it need not be closed. */
    HessianOperator residual();

    /** Returns the gradient of the loss, (1/N) Σ ∂ℓ/∂θ over samples, and positions where outputs have several. One sweep. */
    double[] gradient();

    @Override
    void close();
}
