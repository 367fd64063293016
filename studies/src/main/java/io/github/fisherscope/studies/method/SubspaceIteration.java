package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.spectra.subspace.RandomizedSubspaceIteration;
import io.github.fisherscope.spectra.subspace.SubspaceConfig;
import io.github.fisherscope.spectra.subspace.SubspaceResult;
import java.util.Optional;

/** The largest eigenvalues by randomised subspace iteration on the smaller side: a second, independent route. */
public final class SubspaceIteration implements SpectralMethod {
    /** Each iteration shrinks the error by the square of bulk over outlier; eight reach 1e-8 at a ratio of 1 to 3. */
    private static final int ITERATIONS = 8;

    @Override
    public Takes takes() {
        return Takes.PRODUCTS;
    }

    @Override
    public String finds() {
        return "the largest eigenvalues, by an independent method";
    }

    @Override
    public MethodFinding find(WholeFisherMatrix matrix, SearchTask task, String id) {
        int top = Math.min(task.largest(), matrix.dimension());
        SubspaceResult result = RandomizedSubspaceIteration.of(
                        SubspaceConfig.defaults(top).withIterations(ITERATIONS).withSeed(task.seed()))
                .run(matrix);
        double worst = worstRelativeResidual(result);
        return MethodFinding.of(
                result.toSpectrum(task.parameters()),
                new SearchEnd.Subspace(result.operatorCalls(), worst, result.remainderBound()),
                worst <= task.settings().tolerance());
    }

    private static double worstRelativeResidual(SubspaceResult result) {
        double worst = 0;
        for (int i = 0; i < result.ritzValues().size(); i++) {
            worst = Math.max(
                    worst, result.residualNorms().get(i) / result.ritzValues().get(0));
        }
        return worst;
    }

    @Override
    public double flops(SearchPrices prices, SearchSettings settings) {
        return prices.preparation() + products(prices, settings) * prices.product();
    }

    @Override
    public double vectors(long n, long outputs, SearchSettings settings) {
        return BlockLanczos.basis(n, Math.max(settings.top(), outputs), outputs);
    }

    @Override
    public Optional<Unfit> unfitForNegative() {
        return Optional.of(AllEigenvalues.NEEDS_NO_NEGATIVE);
    }
}
