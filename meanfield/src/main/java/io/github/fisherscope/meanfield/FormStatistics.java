package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.internal.SymmetricEigen;

/**
 * Statistics of parts and approximations of the Fisher matrix, for the Gaussian likelihood of unit variance. Each layer's
 * block has the dual matrix {@code K_l = (1/T)(Δ_lΔ_lᵀ) ∘ (H_{l−1}H_{l−1}ᵀ + 1)} with C copies of the value S₁ˡ on and S₂ˡ
 * off its diagonal; inputs that are independent add the fluctuation of their products to the first layer.
 *
 * <pre>
 *   layers            s = (C/P) Σ_l [(T−1)/T (S₂ˡ² + v_l) + S₁ˡ²/T],   λ_max = max_l λ_l
 *   block-tridiagonal s = the same + (2C/P) Σ_l [(T−1)/T S₂ˡS₂ˡ⁺¹ + S₁ˡS₁ˡ⁺¹/T],  λ_max = ‖D^½ N D^½‖, D = diag(λ_l)
 *   Kronecker         s = (1/P) Σ_l tr A_l² tr B_l²,                  λ_max = max_l λ(A_l) λ(B_l)
 * </pre>
 *
 * <p>with {@code tr A_l² = (T−1)/T ((M q̂_st + 1)² + w_l) + (M q̂ + 1)²/T}, {@code tr B_l² = C[(T−1)/T q̃_st² + q̃²/T]} and
 * the largest eigenvalues of the same two-level form; v₁ = q̃_st² w₁, w₁ = M₀(q̂⁰ − q̂_st⁰)², zero for l ≥ 2. In the first
 * layer the Marchenko-Pastur edge of the inputs takes the place of the outlier where it is larger. N is the tridiagonal
 * matrix of ones. All forms have the same mean: the diagonal is the whole matrix's (for the Kronecker form up to the
 * covariance of |δ|² and |h|², of relative order 1/M).
 *
 * <p>Source: layer blocks, Karakida, Akaho and Amari 2021 for their order; the constants and the two other forms derived
 * in {@code docs/theory/equations.md#forms}. No corrections of order 1/M are made, and none of
 * order √(C/M) for the first layer, whose edge has no C-fold outliers: where it is the largest, C ≥ 2 outputs couple and
 * the C largest lie above the prediction.
 *
 * @param mean tr F / P
 * @param secondMoment tr F² / P
 * @param topMean mean of the C largest eigenvalues
 */
public record FormStatistics(double mean, double secondMoment, double topMean) {

    /** Returns the statistics of the diagonal blocks of layers. */
    public static FormStatistics layers(NetworkSpec spec, OrderParameters order, long samples) {
        return blocks(spec, order, samples, false);
    }

    /** Returns the statistics of the blocks of each layer and its neighbours. */
    public static FormStatistics blockTridiagonal(NetworkSpec spec, OrderParameters order, long samples) {
        return blocks(spec, order, samples, true);
    }

    private static FormStatistics blocks(NetworkSpec spec, OrderParameters order, long samples, boolean neighbours) {
        FisherStatistics f = FisherStatistics.of(spec, order, Args.requireInRange("samples", samples, 1L, 1L << 40));
        double t = samples;
        double others = (t - 1) / t;
        int depth = spec.depth();
        double squares = others * order.qTildePair(1) * order.qTildePair(1) * inputScatter(spec, order);
        double[] coupling = new double[depth * depth];
        for (int l = 1; l <= depth; l++) {
            double s1 = FisherStatistics.square(spec, order, l);
            double s2 = FisherStatistics.overlap(spec, order, l);
            squares += others * s2 * s2 + s1 * s1 / t;
            double own = f.layers().get(l - 1).largestWithEdge();
            coupling[(l - 1) * depth + l - 1] = own;
            if (neighbours && l < depth) {
                double next1 = FisherStatistics.square(spec, order, l + 1);
                double next2 = FisherStatistics.overlap(spec, order, l + 1);
                squares += 2 * (others * s2 * next2 + s1 * next1 / t);
                double both = Math.sqrt(own * f.layers().get(l).largestWithEdge());
                coupling[(l - 1) * depth + l] = both;
                coupling[l * depth + l - 1] = both;
            }
        }
        return new FormStatistics(
                f.finiteWidth().mean(),
                spec.outputs() * squares / spec.parameters(),
                SymmetricEigen.values(coupling, depth)[0]);
    }

    /** Returns the statistics of one Kronecker product per layer (K-FAC). */
    public static FormStatistics kronecker(NetworkSpec spec, OrderParameters order, long samples) {
        FisherStatistics f = FisherStatistics.of(spec, order, Args.requireInRange("samples", samples, 1L, 1L << 40));
        double squares = 0;
        double largest = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            squares += inputSquares(spec, order, samples, l) * sensitivitySquares(spec, order, samples, l);
            largest = Math.max(largest, kroneckerLargest(spec, order, samples, l));
        }
        return new FormStatistics(f.finiteWidth().mean(), squares / spec.parameters(), largest);
    }

    /** Returns λ_max(A_l) λ_max(B_l) of one layer of the Kronecker form; for B_l the mean of its C largest. */
    public static double kroneckerLargest(NetworkSpec spec, OrderParameters order, long samples, int layer) {
        double t = samples;
        double fanIn = spec.width(layer - 1);
        double inputs = (t - 1) / t * (fanIn * order.qHatPair(layer - 1) + spec.shift())
                + (fanIn * order.qHat(layer - 1) + spec.shift()) / t;
        if (layer == 1 && samples > 1) {
            double root = 1 + Math.sqrt(fanIn / t);
            inputs = Math.max(inputs, (order.qHat(0) - order.qHatPair(0)) * root * root);
        }
        return inputs * ((t - 1) / t * order.qTildePair(layer) + order.qTilde(layer) / t);
    }

    private static double inputSquares(NetworkSpec spec, OrderParameters order, long samples, int l) {
        double t = samples;
        double fanIn = spec.width(l - 1);
        double pair = fanIn * order.qHatPair(l - 1) + spec.shift();
        double own = fanIn * order.qHat(l - 1) + spec.shift();
        return (t - 1) / t * (pair * pair + (l == 1 ? inputScatter(spec, order) : 0)) + own * own / t;
    }

    private static double sensitivitySquares(NetworkSpec spec, OrderParameters order, long samples, int l) {
        double t = samples;
        double pair = order.qTildePair(l);
        double own = order.qTilde(l);
        return spec.outputs() * ((t - 1) / t * pair * pair + own * own / t);
    }

    /** Returns w₁, the variance of the product of two independent inputs. */
    private static double inputScatter(NetworkSpec spec, OrderParameters order) {
        double own = order.qHat(0) - order.qHatPair(0);
        return spec.inputs() * own * own;
    }
}
