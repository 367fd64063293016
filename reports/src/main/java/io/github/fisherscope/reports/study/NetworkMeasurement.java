package io.github.fisherscope.reports.study;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.result.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import java.util.List;

/**
 * What was measured at one network.
 *
 * @param spectrum all candidates min(P, CT), or the largest ones
 * @param trace tr F
 * @param squaredNorm tr F²
 * @param topMean mean of the C largest eigenvalues
 * @param bulkCount number of candidates below them, min(P, CT) − C
 * @param fisherRao θᵀFθ
 * @param diagonalFisherRao Σ θ_i² F_ii over the weights
 * @param layers one entry per layer
 * @param stopReason why the eigenvalue method ended
 * @param converged whether it reached its tolerance
 * @param checks numbers computed in two ways
 */
record NetworkMeasurement(
        Spectrum spectrum,
        double trace,
        double squaredNorm,
        double topMean,
        long bulkCount,
        double fisherRao,
        double diagonalFisherRao,
        List<LayerMeasurement> layers,
        String stopReason,
        boolean converged,
        List<CrossCheck> checks) {

    /**
     * The block of one layer.
     *
     * @param trace tr F_l
     * @param squaredNorm tr F_l²
     * @param top its C largest eigenvalues, descending
     */
    record LayerMeasurement(double trace, double squaredNorm, RealVector top) {
        double topMean() {
            return top.sum() / top.size();
        }
    }

    double mean() {
        return trace / spectrum.dimension();
    }

    double secondMoment() {
        return squaredNorm / spectrum.dimension();
    }

    double max() {
        return spectrum.max();
    }

    /** Returns the mean of the eigenvalues below the C largest, 0 when there are none. */
    double bulkMean(int outputs) {
        return bulkCount > 0 ? (trace - outputs * topMean) / bulkCount : 0;
    }
}
