package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.SpectrumInfo.CrossCheck;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.trace.Estimate;
import io.github.fisherscope.studies.method.SearchEnd;
import java.util.List;
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
        SearchEnd end,
        boolean converged,
        @Nullable SpectralDensity density) {
    double trace() {
        return layerTraces.sum();
    }

    /**
     * Returns what is known of all eigenvalues together.
     *
     * @param outputs C
     * @param candidates how many eigenvalues may differ from zero
     */
    NetworkMeasurement.Moments moments(int outputs, long candidates) {
        return new NetworkMeasurement.Moments(
                trace(), squaredNorm, NetworkMeasurement.topMean(spectrum, outputs, candidates), candidates - outputs);
    }

    NetworkMeasurement.Search search(List<CrossCheck> checks) {
        return new NetworkMeasurement.Search(end, converged, density, checks);
    }
}
