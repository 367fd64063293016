package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.PairFluctuations;

/**
 * How much the inner product of two gradients varies from pair to pair of samples at finite width, to first order in
 * 1/M. Each hidden layer (and the inputs) adds independent fluctuations to the forward and to the backward overlap of a
 * pair; these propagate linearly to the inner product.
 *
 * <p>Derived in {@code docs/theory/equations.md#second-moment-correction}.
 *
 * @param sameOutput V, variance over pairs of ∇f_k(s)·∇f_k(t)
 * @param crossOutput V_x, variance over pairs of ∇f_k(s)·∇f_k'(t), k ≠ k', beyond what all pairs share
 * @param inputResponse S₂' = dS₂/dq̂_st⁰
 */
public record PairCorrection(double sameOutput, double crossOutput, double inputResponse) {

    /**
     * Computes the variances.
     *
     * <p>Cost: a few milliseconds a layer. The result is infinite or NaN when different inputs become exactly parallel
     * in a network with kinks (c = 1), where the linear propagation does not exist.
     */
    public static PairCorrection of(NetworkSpec spec, OrderParameters order) {
        return of(spec, order, LayerExpectations.of(spec, order));
    }

    static PairCorrection of(NetworkSpec spec, OrderParameters order, LayerExpectations layers) {
        int depth = spec.depth();
        double w = spec.weightVariance();
        double[] backwardResponse = new double[depth + 1];
        double[] gain = new double[depth + 1];
        for (int l = 1; l <= depth; l++) {
            if (l < depth) {
                gain[l] = w * layers.pair(l).overlaps().derivative();
            }
            backwardResponse[l] =
                    spec.width(l - 1) * order.qHatPair(l - 1) + spec.shift() + gain[l - 1] * backwardResponse[l - 1];
        }
        double own = order.qHat(0) - Math.abs(order.qHatPair(0));
        double same = 0;
        double cross = 0;
        double response = 0;
        for (int m = depth - 1; m >= 0; m--) {
            response = gain[m + 1] * response + spec.width(m) * order.qTildePair(m + 1);
            if (m + 1 < depth) {
                double curvature = layers.pair(m + 1).curvature();
                response += w * (w * curvature) * order.qTildePair(m + 2) * backwardResponse[m + 1];
            }
            if (m == 0) {
                double input = own * response; // squares only of the product, for inputs of any scale
                same += input * input / spec.width(0);
                break;
            }
            PairFluctuations f = layers.pair(m).pair();
            double shared = w * order.qTildePair(m + 1);
            double rest = w * (order.qTilde(m + 1) - order.qTildePair(m + 1));
            double mixed = 2 * shared * rest * f.derivativeMixed() + rest * rest * f.derivativeSquare();
            double b = backwardResponse[m];
            same += (f.value() * response * response
                            + (3 * shared * shared * f.derivativeVariance() + mixed) * b * b
                            + 2 * f.cross() * shared * response * b)
                    / spec.width(m);
            cross += (shared * shared * f.derivativeVariance() + mixed) * b * b / spec.width(m);
        }
        return new PairCorrection(same, cross, response);
    }

    /**
     * Returns the corrected second moment {@code C[S₁²/T + (T−1)/T (S₂² + V + (C−1)V_x)]/P}.
     */
    public double secondMoment(FisherStatistics statistics) {
        double t = statistics.samples();
        double s1 = statistics.gradientSquare();
        double s2 = statistics.gradientOverlap();
        int c = statistics.outputs();
        double pair = s2 * s2 + sameOutput + (c - 1) * crossOutput;
        return c * (s1 * s1 / t + (t - 1) / t * pair) / statistics.parameters();
    }
}
