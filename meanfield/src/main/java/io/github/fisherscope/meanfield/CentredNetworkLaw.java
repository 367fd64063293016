package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import io.github.fisherscope.meanfield.law.LayeredKernelLaw;

/**
 * The spectrum of the Fisher matrix of a centred network (σ_b = 0, E φ = 0, inputs without mean): no outliers, so the
 * largest eigenvalue is the upper edge of this law, well above what the outlier formula gives.
 *
 * <p>Describes the T non-trivial eigenvalues of one output; C outputs repeat them, and P − CT zeros are not in it. Derived
 * in {@code docs/theory/equations.md#centred-networks}.
 */
public final class CentredNetworkLaw {
    private static final double CENTRED = 1e-9;

    private CentredNetworkLaw() {}

    /** Returns whether q̂_st vanishes in every layer, to rounding. */
    public static boolean isCentred(OrderParameters order) {
        for (int l = 0; l < order.depth(); l++) {
            if (Math.abs(order.qHatPair(l)) > CENTRED * order.qHat(l)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the law of the eigenvalues of F that are not zero for lack of rank.
     *
     * @param order the order parameters of {@code spec}
     * @param samples T
     * @throws IllegalArgumentException if the network is not centred
     */
    public static LayeredKernelLaw of(NetworkSpec spec, OrderParameters order, long samples) {
        Args.requireInRange("samples", samples, 1L, Long.MAX_VALUE);
        int depth = spec.depth();
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        double[] slopes = new double[depth];
        double[] ratios = new double[depth - 1];
        double[] shares = new double[depth - 1];
        double constant = 0;
        for (int l = 0; l < depth; l++) {
            double weight = spec.width(l) * order.qHat(l) / samples;
            slopes[l] = weight * order.qTildePair(l + 1);
            constant += weight * (order.qTilde(l + 1) - order.qTildePair(l + 1));
            Args.require(
                    Math.abs(order.qHatPair(l)) <= CENTRED * order.qHat(l),
                    "the network is not centred: q̂_st of layer %d is %s; use σ_b² = 0, inputs of zero mean and an"
                            + " activation of zero mean",
                    l,
                    order.qHatPair(l));
            if (l >= 1) {
                PointMoments m = expectation.at(order.q(l));
                ratios[l - 1] = (double) samples / spec.width(l);
                shares[l - 1] = order.q(l) * m.meanDerivative() * m.meanDerivative() / order.qHat(l);
            }
        }
        return LayeredKernelLaw.of(
                (double) samples / spec.width(0),
                Math.max(0, constant),
                RealVector.of(slopes),
                RealVector.of(ratios),
                RealVector.of(shares));
    }
}
