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
    /** Runs the recursions. Cost: some microseconds a layer. */
    public static FisherRaoNorm of(NetworkSpec spec, OrderParameters order) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        PointMoments[] moments = new PointMoments[spec.depth() - 1];
        for (int l = 1; l < spec.depth(); l++) {
            moments[l - 1] = expectation.at(order.q(l));
        }
        return of(spec, order, moments);
    }

    static FisherRaoNorm of(NetworkSpec spec, OrderParameters order, LayerExpectations layers) {
        PointMoments[] moments = new PointMoments[spec.depth() - 1];
        for (int l = 1; l < spec.depth(); l++) {
            moments[l - 1] = layers.at(l);
        }
        return of(spec, order, moments);
    }

    private static FisherRaoNorm of(NetworkSpec spec, OrderParameters order, PointMoments[] moments) {
        int depth = spec.depth();
        double[] all = new double[depth];
        double[] weightPart = new double[depth];
        double diagonal = 0;
        for (int l = 1; l <= depth; l++) {
            all[l - 1] = order.q(l);
            weightPart[l - 1] = spec.weightVariance() * order.qHat(l - 1);
            diagonal += order.qTilde(l) * weightPart[l - 1];
        }
        double c = spec.outputs();
        return new FisherRaoNorm(
                c * propagate(spec, order, moments, all),
                c * propagate(spec, order, moments, weightPart),
                RealVector.of(single(spec, order, moments, all)),
                RealVector.of(single(spec, order, moments, weightPart)),
                c * diagonal,
                c * diagonalBiases(spec, order, moments));
    }

    /** Returns p^L when every layer is scaled; {@code source} holds what a layer's own parameters contribute to E u v. */
    private static double propagate(NetworkSpec spec, OrderParameters order, PointMoments[] moments, double[] source) {
        double w = spec.weightVariance();
        double r = source[0];
        double p = source[0];
        for (int l = 1; l < source.length; l++) {
            double q = order.q(l);
            PointMoments m = moments[l - 1];
            double slope = q > 0 ? r / q : 0;
            double mixed = w * slope * m.mixed();
            p = w * (slope * slope * m.stretched() + (p - slope * r) * m.derivativeMeanSquare())
                    + source[l]
                    + 2 * mixed;
            r = mixed + source[l];
        }
        return p;
    }

    /**
     * Returns C p^L of every layer when it alone is scaled. Above that layer, p^L is linear in p and in the square of r/q,
     * so one walk down from the outputs gives both factors for all layers.
     */
    private static double[] single(NetworkSpec spec, OrderParameters order, PointMoments[] moments, double[] source) {
        double w = spec.weightVariance();
        int depth = source.length;
        double[] norms = new double[depth];
        double bySquare = 0;
        double byP = 1;
        for (int l = depth; l >= 1; l--) {
            double q = order.q(l);
            if (l < depth) {
                PointMoments m = moments[l - 1];
                double above = order.q(l + 1);
                double ratio = above > 0 ? w * m.mixed() / above : 0; // of r/q above to r/q here
                bySquare = ratio * bySquare * ratio + w * (m.stretched() - q * m.derivativeMeanSquare()) * byP;
                byP *= w * m.derivativeMeanSquare();
            }
            double slope = q > 0 ? source[l - 1] / q : 0;
            norms[l - 1] = spec.outputs() * (slope * slope * bySquare + source[l - 1] * byP);
        }
        return norms;
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
