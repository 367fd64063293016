package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.KernelPolynomialMethod;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.Optional;

/**
 * The largest eigenvalues by Lanczos and the density of the others by Chebyshev moments, a second route to it: as many products
 * as quadrature takes give moments of twice their number.
 */
public final class KernelPolynomial extends BlockLanczos {
    /** Chebyshev moments hold three vectors for each of at most sixteen probes, and the start. */
    private static final int VECTORS_PER_PROBE = 4;

    private static final int PROBES_IN_STEP = 16;

    private static int degree(SearchSettings settings) {
        return 2 * settings.steps() - 1;
    }

    @Override
    public String finds() {
        return "the same by Chebyshev moments, at a uniform resolution";
    }

    @Override
    public boolean findsDensity() {
        return true;
    }

    @Override
    public Optional<SpectralDensity> density(SymmetricOperator operator, LanczosResult known, SearchTask task) {
        return Optional.of(KernelPolynomialMethod.of(task.settings().probes(), degree(task.settings()), task.seed())
                .density(operator, task.parameters(), known.ritzValues(), known.ritzVectors()));
    }

    @Override
    SearchEnd.Density densityEnd(SpectralDensity found, SearchSettings settings) {
        return new SearchEnd.ChebyshevMoments(settings.probes(), degree(settings), found.resolution());
    }

    @Override
    public boolean smears() {
        return true;
    }

    @Override
    public Optional<Unfit> unfitForNegative() {
        return Optional.of(new Unfit(
                "it smears eigenvalues over its resolution, so that the share of negative ones of the Hessian would be wrong",
                "use the method quadrature"));
    }

    @Override
    double inStep(long n, long top, SearchSettings settings) {
        return (double) (top + (long) VECTORS_PER_PROBE * Math.min(settings.probes(), PROBES_IN_STEP)) * n;
    }
}
