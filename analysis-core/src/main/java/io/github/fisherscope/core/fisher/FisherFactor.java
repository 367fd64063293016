package io.github.fisherscope.core.fisher;

/** The factor G (n × P) of a Fisher matrix F = GᵀG, which is never stored, and the dual K = G Gᵀ that goes with it. */
public interface FisherFactor {
    /** Returns n, the number of rows of G and the dimension of the dual. */
    int rows();

    /** Returns {@code Gᵀ y}. */
    double[] fromDual(double[] y);

    /** Returns {@code K = G Gᵀ}, entry {@code i·n + j}: n² numbers, formed anew. */
    double[] gram();

    /**
     * Returns the normalised eigenvector of F for eigenvalue {@code i}, counted from 0 in descending order.
     *
     * <p>Error: about u λ_max/λ_i through the dual.
     *
     * @throws IllegalArgumentException if the eigenvalue is zero up to rounding
     */
    double[] eigenvector(int i);

    /**
     * Returns {@code (F + ρI)⁻¹ Gᵀ y = Gᵀ (K + ρI)⁻¹ y}: the damped natural gradient of a loss whose gradient is
     * {@code Gᵀ y}, without the loss of accuracy that a small ρ brings to {@link FisherMatrix#solve}.
     */
    double[] solveFromDual(double[] y, double damping);
}
