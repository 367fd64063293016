package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;

/**
 * Statistics of the metric that the outputs induce on inputs and features,
 * {@code A = (1/T) Σ_t Σ_k (∂f_k/∂h)(∂f_k/∂h)ᵀ} with h = (h⁰, …, h^{L−1}).
 *
 * <p>Source: Karakida, Akaho and Amari 2021; {@code docs/theory/equations.md#metric}.
 *
 * @param dimension Σ_{l&lt;L} M_l
 * @param square σ_w² Σ_l q̃^l
 * @param overlap σ_w² Σ_l q̃_st^l
 * @param statistics of the whole metric
 * @param inputStatistics of the block of the inputs alone, of dimension M_0
 */
public record MetricStatistics(
        long dimension,
        double square,
        double overlap,
        SpectrumStatistics statistics,
        SpectrumStatistics inputStatistics) {

    public static MetricStatistics of(NetworkSpec spec, OrderParameters order, long samples) {
        Args.requireInRange("samples", samples, 1L, Long.MAX_VALUE);
        long dimension = 0;
        double square = 0;
        double overlap = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            dimension += spec.width(l - 1);
            square += spec.weightVariance() * order.qTilde(l);
            overlap += spec.weightVariance() * order.qTildePair(l);
        }
        double w = spec.weightVariance();
        return new MetricStatistics(
                dimension,
                square,
                overlap,
                SpectrumStatistics.twoLevel(square, overlap, samples, spec.outputs(), (double) dimension),
                SpectrumStatistics.twoLevel(
                        w * order.qTilde(1), w * order.qTildePair(1), samples, spec.outputs(), spec.inputs()));
    }
}
