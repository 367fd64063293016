package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Mean-field statistics of the Fisher matrix {@code F = (1/T) Σ_t J_tᵀJ_t} over all weights and the biases that there are, for the
 * Gaussian likelihood of unit variance.
 *
 * <pre>
 *   S₁ = Σ_l q̃^l (M_{l−1} q̂^{l−1} + 1)          squared gradient of one output at one input
 *   S₂ = Σ_l q̃_st^l (M_{l−1} q̂_st^{l−1} + 1)    inner product of its gradients at two inputs
 *   m = C S₁/P     s = C[(T−1)/T S₂² + S₁²/T]/P     λ_max = (T−1)/T S₂ + S₁/T     bulk = (S₁−S₂)/T
 * </pre>
 *
 * <p>The 1 is what biases add; it is absent in a network without biases, and so are biases in P.
 *
 * <p>Source: Karakida, Akaho, Amari 2019 for the leading order; the finite-width form keeps P and the bias gradients and
 * is derived in {@code docs/theory/equations.md#finite-width}.
 *
 * @param samples T
 * @param outputs C
 * @param parameters P
 * @param gradientSquare S₁
 * @param gradientOverlap S₂
 * @param finiteWidth the statistics from S₁ and S₂ (no correction for fluctuations of a particular network)
 * @param leadingOrder the statistics of the paper; empty for L = 1, where α is an empty sum
 * @param layers one entry per layer, in order
 */
public record FisherStatistics(
        long samples,
        int outputs,
        long parameters,
        double gradientSquare,
        double gradientOverlap,
        SpectrumStatistics finiteWidth,
        Optional<LeadingOrder> leadingOrder,
        List<LayerStatistics> layers) {

    public FisherStatistics {
        layers = List.copyOf(layers);
    }

    /**
     * Evaluates the formulas.
     *
     * @param samples T ≥ 1
     */
    public static FisherStatistics of(NetworkSpec spec, OrderParameters order, long samples) {
        Args.requireInRange("samples", samples, 1L, Long.MAX_VALUE);
        double s1 = 0;
        double s2 = 0;
        ParameterLayout layout = spec.layout(); // made anew by each call
        List<LayerStatistics> layers = new ArrayList<>();
        for (int l = 1; l <= spec.depth(); l++) {
            s1 += square(spec, order, l);
            s2 += overlap(spec, order, l);
            layers.add(layer(spec, layout, order, samples, l));
        }
        long p = spec.parameters();
        return new FisherStatistics(
                samples,
                spec.outputs(),
                p,
                s1,
                s2,
                SpectrumStatistics.twoLevel(s1, s2, samples, spec.outputs(), (double) p),
                leadingOrder(spec, order, samples),
                layers);
    }

    /** Returns q̃^l (M_{l−1} q̂^{l−1} + 1), the part of S₁ from layer l. */
    static double square(NetworkSpec spec, OrderParameters order, int l) {
        return order.qTilde(l) * (spec.width(l - 1) * order.qHat(l - 1) + spec.shift());
    }

    /** Returns q̃_st^l (M_{l−1} q̂_st^{l−1} + 1), the part of S₂ from layer l. */
    static double overlap(NetworkSpec spec, OrderParameters order, int l) {
        return order.qTildePair(l) * (spec.width(l - 1) * order.qHatPair(l - 1) + spec.shift());
    }

    private static Optional<LeadingOrder> leadingOrder(NetworkSpec spec, OrderParameters order, long samples) {
        if (spec.depth() < 2) {
            return Optional.empty();
        }
        int width = spec.width(1);
        double alpha = 0;
        double sum1 = 0;
        double sum2 = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            double ratio = (double) spec.width(l - 1) / width;
            if (l < spec.depth()) {
                alpha += ratio * spec.width(l) / width;
            }
            sum1 += ratio * order.qTilde(l) * order.qHat(l - 1);
            sum2 += ratio * order.qTildePair(l) * order.qHatPair(l - 1);
        }
        double count = alpha * width * (double) width;
        SpectrumStatistics statistics =
                SpectrumStatistics.twoLevel(width * sum1, width * sum2, samples, spec.outputs(), count);
        return Optional.of(new LeadingOrder(sum1 / alpha, sum2 / alpha, alpha, width, statistics));
    }

    private static LayerStatistics layer(
            NetworkSpec spec, ParameterLayout layout, OrderParameters order, long samples, int l) {
        double square = square(spec, order, l);
        double largest = SpectrumStatistics.largest(square, overlap(spec, order, l), samples);
        double c = spec.outputs();
        long parameters = layout.layerParameters(l);
        return new LayerStatistics(
                l,
                parameters,
                c * square / parameters,
                largest,
                l == 1 ? Math.max(largest, firstLayerEdge(spec, order, samples)) : largest,
                c * order.qTilde(l) * order.qHat(l - 1) / spec.width(l),
                spec.shift() * c * order.qTilde(l) / spec.width(l));
    }

    /**
     * Returns the upper edge of the first layer's block when its inputs are uncorrelated: the Marchenko-Pastur edge of
     * the input Gram matrix times the part of the back-propagated gradient that all samples share, plus the part each
     * sample has for itself. Meaningless for a single sample, where the outlier form is exact.
     */
    private static double firstLayerEdge(NetworkSpec spec, OrderParameters order, long samples) {
        if (samples == 1) {
            return 0;
        }
        double ratio = (double) spec.inputs() / samples;
        double own = order.qHat(0) - order.qHatPair(0);
        double root = 1 + Math.sqrt(ratio);
        return order.qTildePair(1) * own * root * root
                + (order.qTilde(1) - order.qTildePair(1)) * order.qHat(0) * ratio;
    }
}
