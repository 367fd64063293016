package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.HessianInfo;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.method.SearchEnd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was measured at one network.
 *
 * @param matrix which matrix
 * @param spectrum all candidates min(P, CT), or the largest ones
 * @param moments what is known of all eigenvalues together
 * @param norms squared lengths of the parameters; null where another matrix than the whole Fisher matrix was measured
 * @param layers one entry per layer; empty where they would have taken too long
 * @param search how the eigenvalues were found
 * @param closer what is looked at more closely at the first network alone
 */
public record NetworkMeasurement(
        StudiedMatrix matrix,
        Spectrum spectrum,
        Moments moments,
        @Nullable Norms norms,
        List<LayerMeasurement> layers,
        Search search,
        CloserLook closer) {

    /**
     * What is known of all eigenvalues together.
     *
     * @param trace tr F
     * @param squaredNorm tr F², with the standard error of an estimate; 0 where it is exact
     * @param topMean mean of the C largest eigenvalues, zeros included; null where fewer exist or were found
     * @param bulkCount number of candidates below them, min(P, CT) − C
     */
    public record Moments(
            double trace, Estimate squaredNorm, @Nullable Double topMean, long bulkCount) {}

    /**
     * Squared lengths of the parameters, measured by F.
     *
     * @param fisherRao θᵀFθ
     * @param diagonal Σ θ_i² F_ii over the weights
     */
    public record Norms(double fisherRao, double diagonal) {}

    /**
     * How the eigenvalues were found.
     *
     * @param end how the method ended
     * @param converged whether it reached its tolerance
     * @param density estimate of the spectral density, null unless the method gives one
     * @param checks numbers computed in two ways
     */
    public record Search(
            SearchEnd end, boolean converged, @Nullable SpectralDensity density, List<CrossCheck> checks) {
        public Search {
            checks = List.copyOf(checks);
        }
    }

    /**
     * What is looked at more closely at the first network alone; each part null where it was not.
     *
     * @param wholeMax λ_max of the whole Fisher matrix where another matrix was measured
     * @param analysis what needs the network itself
     * @param hessian what belongs to the Hessian of the loss alone
     * @param vectors eigenvectors in parameter space, where they were asked for
     */
    public record CloserLook(
            @Nullable Double wholeMax,
            @Nullable NetworkAnalysis analysis,
            @Nullable HessianInfo hessian,
            @Nullable FoundVectors vectors) {
        /** At all other networks. */
        static final CloserLook NONE = new CloserLook(null, null, null, null);
    }

    /**
     * The block of one layer.
     *
     * @param trace tr F_l
     * @param squaredNorm tr F_l², null where it would have taken too long
     * @param top its C largest eigenvalues, descending; fewer where all others are zero or none are left
     * @param topMean their mean, zeros included; null where the block has fewer than C eigenvalues
     */
    public record LayerMeasurement(
            double trace,
            @Nullable Double squaredNorm,
            RealVector top,
            @Nullable Double topMean) {
        /**
         * Makes a measurement from the largest eigenvalues.
         *
         * @param outputs C
         * @param candidates how many eigenvalues of the block may differ from zero
         * @param order how many it has
         */
        static LayerMeasurement of(
                double trace, @Nullable Double squaredNorm, RealVector top, int outputs, long candidates, long order) {
            return new LayerMeasurement(
                    trace, squaredNorm, top, NetworkMeasurement.topMean(top, outputs, candidates, order));
        }
    }

    /**
     * Returns the mean of the C largest eigenvalues of a matrix, of which the {@code found} largest were found.
     *
     * @param found descending
     * @param outputs C
     * @param candidates how many eigenvalues may differ from zero
     * @param order how many there are, zeros included
     * @return null where there are fewer than C, or too few were found
     */
    static @Nullable Double topMean(RealVector found, int outputs, long candidates, long order) {
        if (found.size() >= outputs) {
            return found.slice(0, outputs).sum() / outputs;
        }
        return found.size() >= candidates && outputs <= order ? (Double) (found.sum() / outputs) : null;
    }

    /** Returns the same of a spectrum. */
    static @Nullable Double topMean(Spectrum spectrum, int outputs, long candidates) {
        if (spectrum.complete()) {
            return outputs <= spectrum.dimension() ? (Double) spectrum.topMean(outputs) : null;
        }
        return topMean(spectrum.values(), outputs, candidates, spectrum.dimension());
    }

    public boolean whole() {
        return matrix instanceof StudiedMatrix.Whole;
    }

    /** Returns whether the matrix is the Hessian of a loss, at zero residual or at all, so that it bounds learning rates. */
    public boolean boundsLearningRates() {
        return whole() || matrix instanceof StudiedMatrix.Normalized || matrix instanceof StudiedMatrix.Hessian;
    }

    /** Returns whether the matrix may have negative eigenvalues. */
    public boolean indefinite() {
        return matrix instanceof StudiedMatrix.Hessian
                || (matrix instanceof StudiedMatrix.Form form && form.kind() == FisherForm.BLOCK_TRIDIAGONAL);
    }

    public double mean() {
        return moments.trace / spectrum.dimension();
    }

    public double secondMoment() {
        return moments.squaredNorm.value() / spectrum.dimension();
    }

    public double max() {
        return spectrum.max();
    }

    /** Returns the mean of the eigenvalues below the C largest, null when there are none. */
    public @Nullable Double bulkMean(int outputs) {
        Double topMean = moments.topMean;
        return moments.bulkCount > 0 && topMean != null
                ? (Double) ((moments.trace - outputs * topMean) / moments.bulkCount)
                : null;
    }

    /** Returns (tr F)² / tr F², and 0 for the zero matrix. */
    public double participationRatio() {
        double trace = moments.trace;
        double square = moments.squaredNorm.value();
        if (trace * trace >= Double.MIN_NORMAL && square >= Double.MIN_NORMAL && square < Double.POSITIVE_INFINITY) {
            return trace * trace / square;
        }
        return spectrum.complete() ? spectrum.participationRatio() : 0; // which scales before it squares
    }

    /** Returns tr F / λ_max, and 0 for the zero matrix. */
    public double effectiveRank() {
        return max() > 0 ? moments.trace / max() : 0;
    }
}
