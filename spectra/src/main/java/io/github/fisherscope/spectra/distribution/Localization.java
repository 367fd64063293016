package io.github.fisherscope.spectra.distribution;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;

/**
 * Where an eigenvector of the P × P matrix lives.
 *
 * @param layerShares Σ v_i² over the parameters of layer 1 … L, of sum 1
 * @param layerDensities the same divided by the layer's share of the parameters: 1 everywhere for an even vector
 * @param participation (Σ v²)² / Σ v⁴, the number of parameters that take part, between 1 and P
 */
public record Localization(RealVector layerShares, RealVector layerDensities, double participation) {

    /**
     * Measures one vector in O(P).
     *
     * @param vector of length P in the order of the layout, not zero; it need not have unit length
     */
    public static Localization of(RealVector vector, ParameterBlocks layout) {
        Args.requireSame(
                "length of the vector", vector.size(), layout.parameters(), "give an eigenvector in parameter space");
        double scale = vector.stream().map(Math::abs).max().orElse(0);
        Args.requirePositive("largest entry of the vector", scale);
        int depth = layout.depth();
        double[] shares = new double[depth];
        double total = 0;
        double fourth = 0;
        for (int l = 1; l <= depth; l++) {
            long end = layout.blockOffset(l) + layout.layerParameters(l);
            for (long i = layout.blockOffset(l); i < end; i++) {
                double u = vector.get((int) i) / scale;
                double square = u * u;
                shares[l - 1] += square;
                fourth += square * square;
            }
            total += shares[l - 1];
        }
        double[] densities = new double[depth];
        for (int l = 1; l <= depth; l++) {
            shares[l - 1] /= total;
            densities[l - 1] = shares[l - 1] * layout.parameters() / layout.layerParameters(l);
        }
        return new Localization(RealVector.of(shares), RealVector.of(densities), total * total / fourth);
    }
}
