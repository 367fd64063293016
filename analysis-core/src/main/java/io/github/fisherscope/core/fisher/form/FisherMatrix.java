package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;

/**
 * A Fisher matrix F (m × m), whole or one of its approximations, in one of its {@linkplain FisherForm forms}. Vectors are
 * in the order of {@link io.github.fisherscope.core.network.ParameterLayout}. F carries the factor 1/T and neither ½ nor
 * 1/C; biases are parameters.
 *
 * <p>Forms are made by {@link FisherForms}. Results are the same for the same input; what is expensive is made on first
 * use and kept. Not safe for use by several threads.
 */
public sealed interface FisherMatrix extends SymmetricOperator, AutoCloseable
        permits SpectralFisherMatrix, ImplicitForm {
    FisherForm form();

    /** Returns {@code vᵀ F v}. */
    double quadraticForm(double[] v);

    /** Returns tr F. */
    double trace();

    /** Returns ‖F‖² = tr F², the squared Frobenius norm. */
    double squaredNorm();

    /** Returns the m entries F_ii. */
    double[] diagonal();

    /**
     * Returns {@code (F + ρI)⁻¹ b}.
     *
     * @param damping ρ &gt; 0; the relative error of the result is about u λ_max/ρ
     */
    double[] solve(double[] b, double damping);

    /**
     * Returns {@code log det(F + ρI)} over all m dimensions, zero eigenvalues included.
     *
     * @param damping ρ &gt; 0
     */
    double logDeterminant(double damping);

    /**
     * Returns the eigenvalues that can differ from zero, descending; all others are exactly zero. Rounding may leave tiny
     * negative ones; only the block-tridiagonal form has truly negative ones.
     */
    RealVector eigenvalues();

    /** Gives memory back; the linearisation it was made from must still be open until then. */
    @Override
    void close();
}
