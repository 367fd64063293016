package io.github.fisherscope.studies.spectrum;

import io.github.fisherscope.core.fisher.form.FisherForm;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at one network.
 *
 * @param matrix which matrix
 * @param spectrum all candidates min(P, CT), or the largest ones
 * @param trace tr F
 * @param squaredNorm tr F², with the standard error of an estimate; 0 where it is exact
 * @param topMean mean of the C largest eigenvalues
 * @param bulkCount number of candidates below them, min(P, CT) − C
 * @param fisherRao θᵀFθ; NaN where another matrix than the whole Fisher matrix was measured
 * @param diagonalFisherRao Σ θ_i² F_ii over the weights; NaN likewise
 * @param layers one entry per layer; empty where they would have taken too long
 * @param density estimate of the spectral density, null unless the method gives one
 * @param stopReason why the eigenvalue method ended
 * @param converged whether it reached its tolerance
 * @param checks numbers computed in two ways
 * @param wholeMax λ_max of the whole Fisher matrix where another matrix was measured, null otherwise
 * @param analysis what needs the network itself; null but for the first network
 * @param kernelValues the T eigenvalues that the infinite-width kernel of this network's inputs predicts, each C-fold;
 *     null where it does not apply or would take too long
 */
record NetworkMeasurement(
        StudiedMatrix matrix,
        Spectrum spectrum,
        double trace,
        Estimate squaredNorm,
        double topMean,
        long bulkCount,
        double fisherRao,
        double diagonalFisherRao,
        List<LayerMeasurement> layers,
        @Nullable SpectralDensity density,
        String stopReason,
        boolean converged,
        List<CrossCheck> checks,
        @Nullable Double wholeMax,
        @Nullable NetworkAnalysis analysis,
        @Nullable RealVector kernelValues) {

    /**
     * The block of one layer.
     *
     * @param trace tr F_l
     * @param squaredNorm tr F_l², null where it would have taken too long
     * @param top its C largest eigenvalues, descending
     */
    record LayerMeasurement(double trace, @Nullable Double squaredNorm, RealVector top) {
        double topMean() {
            return top.sum() / top.size();
        }
    }

    boolean whole() {
        return matrix instanceof StudiedMatrix.Whole;
    }

    /** Returns whether the matrix is the Hessian of a loss at zero residual, so that it bounds learning rates. */
    boolean hessian() {
        return whole() || matrix instanceof StudiedMatrix.Normalized;
    }

    /** Returns whether the matrix may have negative eigenvalues. */
    boolean indefinite() {
        return matrix instanceof StudiedMatrix.Form form && form.kind() == FisherForm.BLOCK_TRIDIAGONAL;
    }

    double mean() {
        return trace / spectrum.dimension();
    }

    double secondMoment() {
        return squaredNorm.value() / spectrum.dimension();
    }

    double max() {
        return spectrum.max();
    }

    /** Returns the mean of the eigenvalues below the C largest, 0 when there are none. */
    double bulkMean(int outputs) {
        return bulkCount > 0 ? (trace - outputs * topMean) / bulkCount : 0;
    }
}
