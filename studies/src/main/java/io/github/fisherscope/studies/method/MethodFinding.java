package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a method found.
 *
 * @param known eigenvalues whose vectors are known too
 * @param vectors these vectors
 * @param density of all eigenvalues, null where a method finds none
 */
public record MethodFinding(
        Spectrum spectrum,
        RealVector known,
        List<RealVector> vectors,
        SearchEnd end,
        boolean converged,
        @Nullable SpectralDensity density) {
    public MethodFinding {
        vectors = List.copyOf(vectors);
    }

    /** Returns a finding without vectors or density. */
    static MethodFinding of(Spectrum spectrum, SearchEnd end, boolean converged) {
        return new MethodFinding(spectrum, RealVector.empty(), List.of(), end, converged, null);
    }

    /** Returns what Lanczos found, with the density of the others. */
    static MethodFinding of(LanczosResult result, SearchTask task, SearchEnd end, @Nullable SpectralDensity density) {
        return new MethodFinding(
                result.toSpectrum(task.parameters()),
                result.ritzValues(),
                result.ritzVectors(),
                end,
                result.converged(),
                density);
    }
}
