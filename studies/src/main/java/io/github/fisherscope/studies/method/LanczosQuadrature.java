package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.List;
import java.util.Optional;

/** The largest eigenvalues by Lanczos and the density of the others by stochastic Lanczos quadrature. */
public final class LanczosQuadrature extends BlockLanczos {
    @Override
    public String finds() {
        return "the largest eigenvalues and the density of the rest";
    }

    @Override
    public boolean findsDensity() {
        return true;
    }

    @Override
    public Optional<SpectralDensity> density(SymmetricOperator operator, LanczosResult known, SearchTask task) {
        return Optional.of(estimate(operator, task, task.settings().steps(), known.ritzValues(), known.ritzVectors()));
    }

    /**
     * Estimates a density; two steps give the second moment free of truncation error, so that only the probes' scatter remains.
     *
     * @param known eigenvalues that enter exactly, with their vectors
     */
    public static SpectralDensity estimate(
            SymmetricOperator operator, SearchTask task, int steps, RealVector known, List<RealVector> vectors) {
        QuadratureConfig config = QuadratureConfig.defaults()
                .withProbes(task.settings().probes())
                .withSteps(steps)
                .withSeed(task.seed());
        return StochasticLanczosQuadrature.of(config).estimate(operator, task.parameters(), known, vectors);
    }

    @Override
    SearchEnd.Density densityEnd(SpectralDensity found, SearchSettings settings) {
        return new SearchEnd.Quadrature(settings.probes(), settings.steps());
    }

    @Override
    public boolean momentsAreExact() {
        return true;
    }

    @Override
    double inStep(long n, long top, SearchSettings settings) {
        QuadratureConfig config = new QuadratureConfig(settings.probes(), settings.steps(), 1);
        return (double) (top + (long) config.probesInStep(n) * Math.min(n, settings.steps())) * n;
    }
}
