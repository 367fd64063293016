package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.trace.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * What a search found.
 *
 * @param layerTraces tr F_l
 * @param layerSquaredNorms tr F_l², null unless the second moment is exact
 * @param squaredNorm tr F²
 */
record FoundSpectrum(
        Spectrum spectrum,
        RealVector layerTraces,
        @Nullable RealVector layerSquaredNorms,
        Estimate squaredNorm,
        String stopReason,
        boolean converged,
        @Nullable SpectralDensity density) {
    double trace() {
        return layerTraces.sum();
    }
}
