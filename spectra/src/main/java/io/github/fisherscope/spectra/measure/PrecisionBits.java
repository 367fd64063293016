package io.github.fisherscope.spectra.measure;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterBlocks;

/**
 * How precisely the data fix each parameter, and how many bits are worth storing.
 *
 * <p>With N observations no unbiased estimate of θ_i has a variance below {@code [F⁻¹]_ii / N ≥ 1 / (N F_ii)} (Cramér-Rao).
 * Rounding θ_i to a grid of step Δ adds the variance Δ²/12; at {@code Δ_i = √(12 / (N F_ii))} it equals the bound, and a
 * finer grid stores noise. Over a range R_l, the spread max − min of a layer's parameters, that takes
 * {@code log₂(1 + R_l/Δ_i)} bits. A parameter with F_ii = 0 is not determined by the data and takes none. Since 1/F_ii only
 * bounds [F⁻¹]_ii from below, and a Fisher matrix with P &gt; CT is singular, the bits are an upper estimate of what the data
 * justify.
 *
 * @param meanBits mean over the parameters of layer 1 … L
 * @param maxBits largest of a layer
 * @param totalBits Σ over all parameters
 */
public record PrecisionBits(RealVector meanBits, RealVector maxBits, double totalBits) {

    /**
     * Computes the bits layer by layer, O(P).
     *
     * @param parameters θ, in the order of the layout
     * @param fisherDiagonal F_ii ≥ 0 per sample, same order
     * @param observations N ≥ 1
     */
    public static PrecisionBits of(
            RealVector parameters, RealVector fisherDiagonal, ParameterBlocks layout, long observations) {
        Args.requireSame("number of parameters", parameters.size(), layout.parameters(), "give θ of this network");
        Args.requireSame("length of the diagonal", fisherDiagonal.size(), layout.parameters(), "give one F_ii each");
        Args.requireInRange("observations", observations, 1L, Long.MAX_VALUE);
        double[] mean = new double[layout.depth()];
        double[] max = new double[layout.depth()];
        double total = 0;
        for (int l = 1; l <= layout.depth(); l++) {
            int from = (int) layout.blockOffset(l);
            int to = (int) (from + layout.layerParameters(l));
            double range = range(parameters, from, to);
            double sum = 0;
            for (int i = from; i < to; i++) {
                double f = Args.requireNonNegative("diagonal entry " + i, fisherDiagonal.get(i));
                double bits = Math.log1p(range * Math.sqrt(observations * f / 12)) / Math.log(2);
                sum += bits;
                max[l - 1] = Math.max(max[l - 1], bits);
            }
            mean[l - 1] = sum / (to - from);
            total += sum;
        }
        return new PrecisionBits(RealVector.of(mean), RealVector.of(max), total);
    }

    private static double range(RealVector parameters, int from, int to) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            double v = Args.requireFinite("parameter " + i, parameters.get(i));
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        return high - low;
    }
}
