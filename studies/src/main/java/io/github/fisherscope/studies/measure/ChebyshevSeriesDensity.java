package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.KernelPolynomialMethod;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.config.SpectrumOptions;

/** By the kernel polynomial method: as many products as quadrature takes give Chebyshev moments of twice their number. */
record ChebyshevSeriesDensity(SpectrumOptions options, long seed) implements DensityMethod {
    private int degree() {
        return 2 * options.steps() - 1;
    }

    @Override
    public SpectralDensity estimate(SymmetricOperator operator, long dimension, LanczosResult known) {
        return KernelPolynomialMethod.of(options.probes(), degree(), seed)
                .density(operator, dimension, known.ritzValues(), known.ritzVectors());
    }

    @Override
    public SearchEnd.Density end(SpectralDensity found) {
        return new SearchEnd.ChebyshevMoments(options.probes(), degree(), found.resolution());
    }

    @Override
    public boolean momentsAreExact() {
        return false;
    }
}
