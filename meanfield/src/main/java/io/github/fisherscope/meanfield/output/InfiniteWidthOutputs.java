package io.github.fisherscope.meanfield.output;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.OrderParameters;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Draws the outputs of an infinitely wide network: Gaussian, independent between outputs, with variance q^L and the same
 * covariance q_st^L between any two samples.
 */
public final class InfiniteWidthOutputs {
    private InfiniteWidthOutputs() {}

    /**
     * Returns T×C pre-activations of the last layer, sample by sample. The same seed gives the same numbers everywhere.
     *
     * @throws IllegalArgumentException if q_st^L is negative, which more than a few samples cannot all have
     */
    public static RealVector draw(OrderParameters order, int outputs, int samples, long seed) {
        Args.requireInRange("outputs", outputs, 1, 1 << 16);
        Args.requireInRange("samples", samples, 1, 1 << 24);
        int depth = order.depth();
        double shared = Math.sqrt(Args.requireNonNegative("q_st of the last layer", order.qPair(depth)));
        double own = Math.sqrt(Math.max(0, order.q(depth) - order.qPair(depth)));
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        double[] common = new double[outputs];
        for (int k = 0; k < outputs; k++) {
            common[k] = shared * normal.sample();
        }
        double[] values = new double[samples * outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = common[i % outputs] + own * normal.sample();
        }
        return RealVector.of(values);
    }
}
