package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.config.SpectrumOptions;

/** By stochastic Lanczos quadrature. */
record QuadratureDensity(SpectrumOptions options, long seed) implements DensityMethod {
    @Override
    public SpectralDensity estimate(SymmetricOperator operator, long dimension, LanczosResult known) {
        QuadratureConfig config = QuadratureConfig.defaults()
                .withProbes(options.probes())
                .withSteps(options.steps())
                .withSeed(seed);
        return StochasticLanczosQuadrature.of(config)
                .estimate(operator, dimension, known.ritzValues(), known.ritzVectors());
    }

    @Override
    public SearchEnd.Density end(SpectralDensity found) {
        return new SearchEnd.Quadrature(options.probes(), options.steps());
    }

    @Override
    public boolean momentsAreExact() {
        return true;
    }
}
