package io.github.fisherscope.studies.measure;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.spectra.distribution.Localization;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Eigenvectors in parameter space, and how well they hold.
 *
 * <p>A vector has norm 1, and its entry of largest magnitude is positive. Vectors of a multiple eigenvalue are some
 * orthonormal basis of its space. There are none for eigenvalues that are zero up to rounding, which determine no vector.
 *
 * @param vectors of P numbers each, in descending order of eigenvalue
 * @param shares over which layers each of them spreads
 * @param residuals {@code ‖A v − λ v‖ / |λ_1|} of each, from one product with the P × P matrix
 */
public record FoundVectors(List<RealVector> vectors, List<DistributionInfo.Eigenvector> shares, RealVector residuals) {
    public FoundVectors {
        vectors = List.copyOf(vectors);
        shares = List.copyOf(shares);
    }

    /** Returns what the result says of them. */
    public DistributionInfo.Vectors info(long parameters) {
        return new DistributionInfo.Vectors(parameters, residuals);
    }

    /**
     * Takes Ritz vectors to parameter space.
     *
     * @param found the largest eigenvalues
     * @param wanted how many at most
     * @param toParameters takes them from the side where they were found
     * @param products the P × P matrix
     */
    static FoundVectors of(
            LanczosResult found,
            int wanted,
            UnaryOperator<RealVector> toParameters,
            SymmetricOperator products,
            ParameterBlocks blocks) {
        List<RealVector> vectors = new ArrayList<>();
        List<DistributionInfo.Eigenvector> shares = new ArrayList<>();
        List<Double> residuals = new ArrayList<>();
        double largest =
                found.ritzValues().isEmpty() ? 0 : Math.abs(found.ritzValues().get(0));
        double least = Math.ulp(1.0) * products.dimension() * largest;
        for (int i = 0; i < Math.min(wanted, found.ritzVectors().size()); i++) {
            double value = found.ritzValues().get(i);
            if (Math.abs(value) <= least) {
                break;
            }
            RealVector vector = positive(toParameters.apply(found.ritzVectors().get(i)));
            vectors.add(vector);
            shares.add(share(i + 1, value, vector, blocks));
            residuals.add(residual(products, vector, value) / largest);
        }
        return new FoundVectors(
                vectors,
                shares,
                RealVector.of(residuals.stream().mapToDouble(r -> r).toArray()));
    }

    /** Returns over which blocks the vector of eigenvalue number {@code index}, counted from 1, spreads. */
    static DistributionInfo.Eigenvector share(int index, double value, RealVector vector, ParameterBlocks blocks) {
        Localization where = Localization.of(vector, blocks);
        return new DistributionInfo.Eigenvector(
                index, value, where.layerShares(), where.layerDensities(), where.participation());
    }

    private static double residual(SymmetricOperator products, RealVector vector, double value) {
        double[] image = new double[vector.size()];
        products.apply(vector.toArray(), image);
        double sum = 0;
        for (int i = 0; i < image.length; i++) {
            double difference = image[i] - value * vector.get(i);
            sum += difference * difference;
        }
        return Math.sqrt(sum);
    }

    /** Returns the vector or its negative, whichever has its entry of largest magnitude positive. */
    private static RealVector positive(RealVector vector) {
        double extreme = 0;
        for (int i = 0; i < vector.size(); i++) {
            if (Math.abs(vector.get(i)) > Math.abs(extreme)) {
                extreme = vector.get(i);
            }
        }
        return extreme < 0 ? RealVector.of(vector.stream().map(x -> 0 - x).toArray()) : vector;
    }
}
