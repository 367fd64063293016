package io.github.fisherscope.meanfield.output;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;

/**
 * Averages over networks of the softmax coefficients for C = 2, where they are exact: the difference of the two logits is
 * Gaussian with variance 2q^L and covariance 2q_st^L, and with ψ = σ(u)σ(−u), the derivative of the sigmoid σ,
 *
 * <pre>  β₁ = 2 E ψ      β₃ = 4 E ψ²/T      β₂ = 4 (T−1)/T I_ψ[2q^L, 2q_st^L]  </pre>
 *
 * <p>Derived in {@code docs/theory/equations.md#softmax}.
 *
 * @param beta1 mean trace of Q
 * @param beta2 (1/T²) Σ_{s≠t} tr Q(s)Q(t)
 * @param beta3 (1/T²) Σ_t tr Q(t)²
 */
public record TwoClassSoftmax(double beta1, double beta2, double beta3) {

    /** Evaluates the averages for T = {@code samples}. */
    public static TwoClassSoftmax of(OrderParameters order, long samples) {
        Args.requireInRange("samples", samples, 1L, Long.MAX_VALUE);
        GaussianExpectation sigmoid = GaussianExpectation.of(new Activation.Sigmoid());
        int depth = order.depth();
        double variance = 2 * order.q(depth);
        PairOverlaps pair = sigmoid.overlaps(variance, 2 * order.qPair(depth));
        double t = samples;
        return new TwoClassSoftmax(
                2 * sigmoid.at(variance).meanDerivative(),
                4 * (t - 1) / t * pair.derivative(),
                4 * sigmoid.at(variance).derivativeMeanSquare() / t);
    }
}
