package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.NetworkSpec;

/**
 * Statistics of the tangent kernel Θ in its own parameterisation, {@code W = σ_w ω/√M, b = σ_b β} with standard normal ω
 * and β, where they do not depend on the width. Θ has CT eigenvalues, C-fold degenerate.
 *
 * <p>Source: Karakida, Akaho and Amari 2021; {@code docs/theory/equations.md#tangent-kernel}.
 *
 * @param diagonal Σ_l q̃^l q^l, also the mean eigenvalue
 * @param offDiagonal Σ_l q̃_st^l q_st^l
 * @param largest (T − 1)·off + diagonal
 * @param bulk diagonal − off
 * @param secondMoment mean squared eigenvalue, diagonal² + (T − 1) off²
 */
public record TangentKernelStatistics(
        double diagonal, double offDiagonal, double largest, double bulk, double secondMoment) {

    public static TangentKernelStatistics of(NetworkSpec spec, OrderParameters order, long samples) {
        Args.requireInRange("samples", samples, 1L, Long.MAX_VALUE);
        double diagonal = 0;
        double off = 0;
        for (int l = 1; l <= spec.depth(); l++) {
            diagonal += order.qTilde(l) * order.q(l);
            off += order.qTildePair(l) * order.qPair(l);
        }
        double others = samples - 1.0;
        return new TangentKernelStatistics(
                diagonal, off, others * off + diagonal, diagonal - off, diagonal * diagonal + others * off * off);
    }
}
