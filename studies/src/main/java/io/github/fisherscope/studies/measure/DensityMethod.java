package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import java.util.Optional;

/** How the density of the eigenvalues that are not found one by one is estimated: one class for each method. */
interface DensityMethod {
    /**
     * Estimates the distribution of all eigenvalues.
     *
     * @param dimension P, where the operator may have fewer rows and the others are zero
     * @param known the eigenpairs that are known, which enter exactly
     */
    SpectralDensity estimate(SymmetricOperator operator, long dimension, LanczosResult known);

    /** Returns how the density was found and how fine it is. */
    SearchEnd.Density end(SpectralDensity found);

    /** Returns whether traces of the first and second power are free of truncation error. */
    boolean momentsAreExact();

    /** Returns the way in which a method finds a density; none for methods that find eigenvalues alone. */
    static Optional<DensityMethod> of(Method method, SpectrumOptions options, long seed) {
        return switch (method) {
            case QUADRATURE -> Optional.of(new QuadratureDensity(options, seed));
            case KERNEL_POLYNOMIAL -> Optional.of(new ChebyshevSeriesDensity(options, seed));
            case AUTO, DENSE, DUAL, LANCZOS, SUBSPACE -> Optional.empty();
        };
    }
}
