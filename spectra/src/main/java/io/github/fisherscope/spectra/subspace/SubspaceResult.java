package io.github.fisherscope.spectra.subspace;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import java.util.List;

/**
 * What randomised subspace iteration found.
 *
 * @param ritzValues the K largest Ritz values, descending
 * @param residualNorms ‖Av − θv‖; an eigenvalue lies within this distance of each
 * @param ritzVectors orthonormal, in the same order
 * @param remainderBound bound of ‖(I − QQᵀ)A‖₂ that holds with probability 1 − 10⁻ʳ; no eigenvalue that the subspace has
 *     missed entirely is larger in magnitude
 * @param operatorCalls products used
 */
public record SubspaceResult(
        RealVector ritzValues,
        RealVector residualNorms,
        List<RealVector> ritzVectors,
        double remainderBound,
        int operatorCalls) {
    public SubspaceResult {
        ritzVectors = List.copyOf(ritzVectors);
    }

    /** Returns the values as the top of a spectrum of a matrix of order {@code dimension}. */
    public Spectrum toSpectrum(long dimension) {
        return new Spectrum(ritzValues, dimension, false, "subspace", residualNorms);
    }
}
