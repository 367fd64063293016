package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/**
 * Expectation over networks of the Fisher-Rao norm {@code θᵀFθ}, the squared derivative of the outputs under θ → sθ,
 * and of the diagonal sum that the paper computes instead.
 *
 * <pre>
 *   r¹ = p¹ = q¹
 *   r^{l+1} = q^{l+1} + σ_w² (r/q) A(q)
 *   p^{l+1} = q^{l+1} + 2σ_w² (r/q) A(q) + σ_w² [(r/q)² B(q) + (p − r²/q) D(q)]
 *   E θᵀFθ = C p^L,       A = E φφ'u,  B = E φ'²u²,  D = E φ'²
 * </pre>
 *
 * <p>with r = E u v and p = E v² for v = du/ds. Derived in {@code docs/theory/equations.md#fisher-rao}. The norm of one
 * network scatters by about √(2/C) around its expectation, however wide the network is.
 *
 * @param total E θᵀFθ over weights and biases
 * @param weights the same with the weights alone
 * @param perLayer entry l − 1: the norm of layer l's weights and biases alone (the cross terms between layers are not
 *     in it, so these do not add up to the total)
 * @param perLayerWeights the same with the weights alone
 * @param diagonalWeights {@code E Σ θ_i² F_ii} over the weights, equal to {@code σ_w² C Σ_l q̃^l q̂^{l−1}}: the value that
 *     Karakida, Akaho and Amari 2019 state, in which θ and F are treated as independent
 * @param diagonalBiases {@code E Σ θ_i² F_ii} over the biases
 */
public record FisherRaoNorm(
        double total,
        double weights,
        RealVector perLayer,
        RealVector perLayerWeights,
        double diagonalWeights,
        double diagonalBiases) {
    private static final int EVERY_LAYER = -1;

    /** Runs the recursions. Cost: some microseconds per pair of layers. */
    public static FisherRaoNorm of(NetworkSpec spec, OrderParameters order) {
        int depth = spec.depth();
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        PointMoments[] moments = new PointMoments[depth];
        double[] all = new double[depth];
        double[] weightPart = new double[depth];
        double diagonal = 0;
        for (int l = 1; l <= depth; l++) {
            moments[l - 1] = expectation.at(order.q(l));
            all[l - 1] = order.q(l);
            weightPart[l - 1] = spec.weightVariance() * order.qHat(l - 1);
            diagonal += order.qTilde(l) * weightPart[l - 1];
        }
        double c = spec.outputs();
        double[] layers = new double[depth];
        double[] layerWeights = new double[depth];
        for (int l = 0; l < depth; l++) {
            layers[l] = c * propagate(spec, order, moments, all, l);
            layerWeights[l] = c * propagate(spec, order, moments, weightPart, l);
        }
        return new FisherRaoNorm(
                c * propagate(spec, order, moments, all, EVERY_LAYER),
                c * propagate(spec, order, moments, weightPart, EVERY_LAYER),
                RealVector.of(layers),
                RealVector.of(layerWeights),
                c * diagonal,
                c * diagonalBiases(spec, order, moments));
    }

    /**
     * Returns p^L when only layer {@code scaled + 1}, or every layer, is scaled; {@code source} holds what a scaled
     * layer's own parameters contribute to E u v.
     */
    private static double propagate(
            NetworkSpec spec, OrderParameters order, PointMoments[] moments, double[] source, int scaled) {
        double w = spec.weightVariance();
        double r = 0;
        double p = 0;
        for (int l = Math.max(0, scaled); l < source.length; l++) { // nothing comes from layers before the scaled one
            double mixed = 0;
            double inherited = 0;
            if (l > 0) {
                double q = order.q(l);
                PointMoments m = moments[l - 1];
                double slope = q > 0 ? r / q : 0;
                mixed = w * slope * m.mixed();
                inherited = w * (slope * slope * m.stretched() + (p - slope * r) * m.derivativeMeanSquare());
            }
            boolean own = scaled == EVERY_LAYER || scaled == l;
            r = mixed + (own ? source[l] : 0);
            p = inherited + (own ? source[l] + 2 * mixed : 0);
        }
        return p;
    }

    /** A bias is an O(1) part of its own pre-activation, so its square and its Fisher entry are not independent. */
    private static double diagonalBiases(NetworkSpec spec, OrderParameters order, PointMoments[] moments) {
        double b = spec.biasVariance();
        double sum = b;
        for (int l = 1; l < spec.depth(); l++) {
            double q = order.q(l);
            double share = q > 0 ? b / q : 0;
            PointMoments m = moments[l - 1];
            double moment = share * share * m.stretched() + b * (1 - share) * m.derivativeMeanSquare();
            sum += spec.weightVariance() * order.qTilde(l + 1) * moment;
        }
        return sum;
    }
}
