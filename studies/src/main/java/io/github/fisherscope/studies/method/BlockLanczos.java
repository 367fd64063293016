package io.github.fisherscope.studies.method;

import io.github.fisherscope.core.fisher.FisherMatrix;
import io.github.fisherscope.core.fisher.WholeFisherMatrix;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import org.jspecify.annotations.Nullable;

/** The largest eigenvalues by block Lanczos on the smaller side, without forming a matrix. */
public class BlockLanczos implements SpectralMethod {
    @Override
    public final Takes takes() {
        return Takes.PRODUCTS;
    }

    @Override
    public String finds() {
        return "the largest eigenvalues";
    }

    @Override
    public final MethodFinding find(WholeFisherMatrix matrix, SearchTask task, String id) {
        double tolerance = task.settings().tolerance();
        LanczosResult result = largest(matrix, task, task.largest(), tolerance, task.outputs());
        SpectralDensity density = density(matrix, result, task).orElse(null);
        SearchEnd.Density how = density == null ? null : densityEnd(density, task.settings());
        SearchEnd end = new SearchEnd.Krylov(result.stop(), tolerance, result.operatorCalls(), how);
        return MethodFinding.of(result, task, end, density);
    }

    /** Returns how a density was found and how fine it is; null for a method that finds none. */
    SearchEnd.@Nullable Density densityEnd(SpectralDensity found, SearchSettings settings) {
        return null;
    }

    /**
     * Runs block Lanczos. It starts from the matrix's {@linkplain FisherMatrix#startVectors own vectors}.
     *
     * @param count eigenvalues wanted
     * @param most vectors of the block, which sees multiplicities up to that number
     */
    public static LanczosResult largest(FisherMatrix matrix, SearchTask task, int count, double tolerance, int most) {
        int wanted = Math.min(count, matrix.dimension());
        int block = Math.min(most, matrix.dimension());
        LanczosConfig options = LanczosConfig.defaults(wanted)
                .withTolerance(tolerance)
                .withBlockSize(block)
                .withConfirmations(block >= wanted || most < task.outputs() ? 0 : 1)
                .withSeed(task.seed());
        return Lanczos.of(options).run(matrix, matrix.startVectors(block));
    }

    @Override
    public final double flops(SearchPrices prices, SearchSettings settings) {
        return prices.preparation() + products(prices, settings) * prices.product();
    }

    @Override
    public final double products(SearchPrices prices, SearchSettings settings) {
        return prices.largestProducts() + (findsDensity() ? (double) settings.probes() * settings.steps() : 0);
    }

    /** Returns the numbers of the Krylov basis with its images, or those of a density if they are more. */
    @Override
    public final double vectors(long n, long outputs, SearchSettings settings) {
        long top = Math.max(settings.top(), outputs);
        return Math.max(basis(n, top, outputs), findsDensity() ? inStep(n, top, settings) : 0);
    }

    static double basis(long n, long top, long outputs) {
        return 2.0 * Math.min(n, Math.max(2 * top + 40, top + 6 * outputs) + outputs) * n;
    }

    /** Returns the numbers of the vectors of probes in step with the eigenvectors found before. */
    double inStep(long n, long top, SearchSettings settings) {
        return 0;
    }

    @Override
    public final boolean vectorsFollow() {
        return true;
    }
}
