package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.List;
import java.util.Optional;

/**
 * A Fisher matrix F (P × P), whole, a part of it or an approximation, as a symmetric matrix A on the {@linkplain #side side
 * it lives on}: F itself, or its dual K (n × n), which has the same non-zero eigenvalues. F carries the factor 1/T and
 * neither ½ nor 1/C; biases are parameters. With G the factor of F = GᵀG, K is G Gᵀ.
 *
 * <p>Products, {@link #diagonal}, {@link #quadraticForm} and {@link #solve} are those of A and take vectors of its side:
 * parameters in the order of {@link io.github.fisherscope.core.network.ParameterLayout}, or rows of G, entry r·T + t. The
 * functions of the spectrum, {@link #trace}, {@link #squaredNorm}, {@link #logDeterminant} and {@link #eigenvalues}, are
 * those of F, whatever the side.
 *
 * <p>The {@linkplain FisherRoute routes} to the whole matrix are made by {@link FisherRoutes}, the {@linkplain FisherForm
 * forms} by {@link io.github.fisherscope.core.fisher.form.FisherForms}. Results are the same for the same input; what is
 * expensive is made on first use. Only products may be asked for from several threads.
 */
public interface FisherMatrix extends SymmetricOperator, AutoCloseable {
    /** The two sides of the duality. */
    enum Side {
        /** Vectors have one entry for each parameter. */
        PARAMETERS,
        /** Vectors have one entry for each row of the factor of F: entry r·T + t. */
        DUAL
    }

    /** Returns which entries of F are kept, and how. */
    FisherForm form();

    /** Returns the side on which vectors lie. */
    default Side side() {
        return Side.PARAMETERS;
    }

    /** Returns the number of rows of F, and so of its eigenvalues; a matrix of the parameters has as many rows itself. */
    default long order() {
        return dimension();
    }

    /**
     * Returns the number of eigenvalues of F that are zero because of its shape: those that {@link #eigenvalues} leaves
     * out. Nothing is computed.
     */
    long certainZeros();

    /** Returns column {@code index} of A, counted from 0: one product, unless entries are kept. */
    default double[] column(int index) {
        double[] unit = new double[dimension()];
        double[] column = new double[unit.length];
        unit[index] = 1;
        apply(unit, column);
        return column;
    }

    /** Returns {@code vᵀ A v}. */
    double quadraticForm(double[] v);

    /** Returns tr F. */
    double trace();

    /** Returns ‖F‖² = tr F², the squared Frobenius norm. */
    double squaredNorm();

    /** Returns the entries A_ii. */
    double[] diagonal();

    /**
     * Returns {@code (A + ρI)⁻¹ b}.
     *
     * @param damping ρ &gt; 0; the relative error of the result is about u λ_max/ρ
     */
    double[] solve(double[] b, double damping);

    /**
     * Returns {@code log det(F + ρI)} over all {@link #order} dimensions, zero eigenvalues included.
     *
     * @param damping ρ &gt; 0
     * @throws IllegalStateException if the eigenvalues are not available, with the reason
     */
    double logDeterminant(double damping);

    /**
     * Returns the eigenvalues of F that can differ from zero, by a direct eigensolver, or the reason why this matrix does
     * not give them.
     */
    ExactEigenvalues exactEigenvalues();

    /**
     * Returns the eigenvalues that can differ from zero, descending; the {@link #certainZeros} others are exactly zero.
     * Rounding may leave tiny negative ones; only the block-tridiagonal form has truly negative ones.
     *
     * @throws IllegalStateException if they are not available, with the reason
     */
    default RealVector eigenvalues() {
        return exactEigenvalues().orElseThrow();
    }

    /**
     * Returns where a Krylov space on this side starts: at the mean gradients of the C outputs, or on the dual side at the
     * vectors whose gradients they are. In mean-field theory they span the space of the C outliers, so that few steps
     * suffice. None for parts, approximations and expectations over labels that are not exact.
     *
     * @param block number of vectors in [1, C]; where it is less than C they are sums over several outputs
     */
    default List<RealVector> startVectors(int block) {
        return List.of();
    }

    /**
     * Returns the eigenvector of F, of norm 1, that belongs to an eigenvector of A.
     *
     * <p>Error: about u λ_max/λ on the dual side, where it is {@code Gᵀ u} up to a factor: nothing is left of it for an
     * eigenvalue that is zero up to rounding.
     */
    default RealVector toParameters(RealVector eigenvector) {
        return eigenvector;
    }

    /** Returns the blocks on the diagonal of a block-diagonal form, in the order of the parameters; none otherwise. */
    default List<SpectralFisherMatrix> blocks() {
        return List.of();
    }

    /** Returns the factor of F where the matrix is held by one. */
    default Optional<FisherFactor> factor() {
        return Optional.empty();
    }

    /** Gives memory back; the linearisation it was made from must still be open until then. */
    @Override
    void close();
}
