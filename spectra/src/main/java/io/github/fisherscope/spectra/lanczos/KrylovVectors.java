package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Residency;

/**
 * The vectors of a Krylov basis and their images, in slots of equal numbers, and one vector beside them that is being made
 * orthogonal: wherever they lie, only what is returned or passed as an array is on the host.
 */
interface KrylovVectors extends AutoCloseable {
    /** Returns room on the operator's device if it lives on one and there is enough, otherwise on the host. */
    static KrylovVectors of(SymmetricOperator operator, int slots) {
        ResidentOperator there = Residency.of(operator, (2.0 * slots + 1) * operator.dimension());
        return there == null ? new HostVectors(operator, slots) : new ResidentVectors(there, slots);
    }

    /** Works on a copy of {@code v} from now on. */
    void take(double[] v);

    /** Works on a copy of image {@code i} from now on. */
    void takeImage(int i);

    /** Returns the norm of the vector that is worked on. */
    double norm();

    /** Multiplies the vector that is worked on. */
    void scale(double factor);

    /** Takes vectors {@code first} to {@code end} − 1 out of the one that is worked on and adds the coefficients to {@code c}. */
    void projectOut(int first, int end, double[] c);

    /** Makes the one that is worked on vector {@code i}. */
    void keep(int i);

    /** Applies the operator to vectors {@code from} to {@code to} − 1. */
    void multiply(int from, int to);

    /** Returns the index of the first number of image {@code i} that is not finite, or −1. */
    int firstNonFinite(int i);

    double imageNorm(int i);

    /** Returns a copy of vector {@code i}. */
    double[] vector(int i);

    /**
     * Writes {@code v = Σ y_i v_i} to {@code vector} and returns {@code ‖Σ y_i A v_i − θ v‖} from the images that the
     * operator gave, without applying it again: exact up to the rounding of p additions, √p ε ‖A‖, and without the
     * assumption that a recurrence holds.
     *
     * @param y coefficients of the first vectors, all of which have images
     */
    double ritz(double[] y, double theta, double[] vector);

    /**
     * Replaces the first vectors and their images by the combinations {@code Σ_i ys[k][i] v_i}; the {@code waiting}
     * vectors after them follow the new ones.
     */
    void restart(double[][] ys, int processed, int waiting);

    @Override
    void close();
}
