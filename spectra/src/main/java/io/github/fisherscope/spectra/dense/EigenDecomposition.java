package io.github.fisherscope.spectra.dense;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;

/**
 * Eigenvalues of a symmetric matrix in descending order with orthonormal eigenvectors.
 *
 * @param values the n eigenvalues, descending
 * @param vectors vector i belongs to value i and has length n; signs are the library's
 */
public record EigenDecomposition(RealVector values, List<RealVector> vectors) {
    public EigenDecomposition {
        vectors = List.copyOf(vectors);
    }
}
