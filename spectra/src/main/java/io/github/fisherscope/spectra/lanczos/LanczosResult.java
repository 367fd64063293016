package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import java.util.List;
import java.util.Locale;

/**
 * What a Lanczos run found and how far to trust it. All vectors have one entry per Ritz value.
 *
 * <p>For a symmetric matrix an interval of half-width {@code residualNorms[i]} around a Ritz value contains an
 * eigenvalue; which one, and how many times, only the confirmations of the run speak for.
 *
 * @param ritzValues the wanted Ritz values, descending
 * @param residualNorms ‖Av − θv‖ of the Ritz vectors v at the end, with Av from the images that the operator gave for the
 *     basis: no recurrence enters, and no further product
 * @param residualBounds the same norms as the recurrence predicts them; a large difference means lost orthogonality
 * @param ritzVectors orthonormal, in the order of the values, each of length n
 * @param orthogonality max |VᵀV − I| over the Ritz vectors
 * @param operatorCalls applications of the operator to one vector
 * @param restarts number of restarts
 * @param stop why the run ended
 */
public record LanczosResult(
        RealVector ritzValues,
        RealVector residualNorms,
        RealVector residualBounds,
        List<RealVector> ritzVectors,
        double orthogonality,
        int operatorCalls,
        int restarts,
        Stop stop) {

    public LanczosResult {
        ritzVectors = List.copyOf(ritzVectors);
    }

    /** Why a run ended. Running out of steps is an outcome, not an exception. */
    public sealed interface Stop {
        /** All wanted pairs reached the tolerance and survived the given number of challenges. */
        record Converged(int confirmations) implements Stop {}

        /** The basis spans the whole space, so the answer is that of a dense eigensolver. */
        record WholeSpace(int dimension) implements Stop {}

        /** The operator calls were used up; {@code worstRelativeResidual} is that of the wanted pairs. */
        record StepLimit(int operatorCalls, double worstRelativeResidual) implements Stop {}

        /** The operator returned NaN or an infinity; the values are those found before, without residuals. */
        record NonFinite(int operatorCall, int index) implements Stop {}
    }

    /** Returns whether every value reached the tolerance. */
    public boolean converged() {
        return stop instanceof Stop.Converged || stop instanceof Stop.WholeSpace;
    }

    /** Returns this result if it converged. */
    public LanczosResult orElseThrow() {
        if (stop instanceof Stop.StepLimit s) {
            throw new NotConvergedException(String.format(
                    Locale.ROOT,
                    "Lanczos used its %d operator calls; worst relative residual %.1e. Raise maxOperatorCalls or maxBasis, or relax tolerance",
                    s.operatorCalls(),
                    s.worstRelativeResidual()));
        }
        if (stop instanceof Stop.NonFinite s) {
            throw new NotConvergedException(String.format(
                    Locale.ROOT,
                    "The operator returned a number that is not finite (call %d, entry %d); check network and data",
                    s.operatorCall(),
                    s.index()));
        }
        return this;
    }

    /**
     * Returns the values as the top of a spectrum of a matrix of order {@code dimension}, which is larger than the
     * operator's when the operator is a dual matrix.
     */
    public Spectrum toSpectrum(long dimension) {
        boolean whole = stop instanceof Stop.WholeSpace w && w.dimension() == ritzValues.size();
        return new Spectrum(ritzValues, dimension, whole, "lanczos", residualNorms);
    }
}
