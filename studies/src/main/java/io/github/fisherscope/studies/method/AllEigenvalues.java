package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.spectra.Spectrum;

/** A direct eigensolver on a matrix with all its entries. */
abstract class AllEigenvalues implements SpectralMethod {
    /** Why a method is unfit that takes square roots of eigenvalues, or their sizes for their values. */
    static final Unfit NEEDS_NO_NEGATIVE = new Unfit(
            "it needs a matrix without negative eigenvalues, and the Hessian may have some",
            "choose one of auto, dense, lanczos, quadrature");

    @Override
    public final MethodFinding find(WholeFisherMatrix matrix, SearchTask task, String id) {
        return MethodFinding.of(
                Spectrum.complete(matrix.eigenvalues().toArray(), matrix.order(), id), new SearchEnd.Direct(), true);
    }

    @Override
    public final double flops(SearchPrices prices, SearchSettings settings) {
        return prices.allOf(takes());
    }

    @Override
    public final double vectors(long n, long outputs, SearchSettings settings) {
        return n;
    }
}
