package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PairMoments;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import io.github.fisherscope.meanfield.gaussian.RowFluctuations;
import io.github.fisherscope.meanfield.gaussian.SharedFluctuations;

/**
 * Fluctuations of S₁ and S₂ from network to network, to first order in 1/M: every hidden unit adds an independent
 * fluctuation to the averages over samples of q̂, q̂_st, q̃ and q̃_st of its layer, and these propagate linearly.
 *
 * <p>Derived in {@code docs/theory/equations.md#scatter}.
 */
final class ScatterModel {
    private static final double STEP = 1e-4;
    private static final String BASIS =
            "linear propagation of independent fluctuations of units and samples, to first order in 1/M and 1/T; simulated"
                    + " networks of width 40 to 2000 scatter by at most 15 % more";

    private final NetworkSpec spec;
    private final OrderParameters order;
    private final LayerExpectations layers;
    /** d E φ'²/dq of each hidden layer, counted from 1. */
    private final double[] slopeGrowth;

    private final boolean single;
    private final int depth;
    private final double[] backward1;
    private final double[] backward2;
    private final double[] forward11;
    private final double[] forward21;
    private final double[] forward22;

    private ScatterModel(
            NetworkSpec spec, OrderParameters order, LayerExpectations layers, double[] slopeGrowth, boolean single) {
        this.spec = spec;
        this.order = order;
        this.layers = layers;
        this.slopeGrowth = slopeGrowth;
        this.single = single;
        this.depth = spec.depth();
        this.backward1 = new double[depth + 1];
        this.backward2 = new double[depth + 1];
        this.forward11 = new double[depth + 1];
        this.forward21 = new double[depth + 1];
        this.forward22 = new double[depth + 1];
        respond();
    }

    static NetworkScatter of(
            NetworkSpec spec,
            OrderParameters order,
            LayerExpectations layers,
            FisherStatistics statistics,
            PairCorrection correction) {
        double[] growth = slopeGrowth(spec, order, layers);
        ScatterModel common = new ScatterModel(spec, order, layers, growth, false);
        ScatterModel one = new ScatterModel(spec, order, layers, growth, true);
        GradientVariance gradients = variances(common, one);
        return new ScatterSources(
                        spec,
                        order,
                        statistics,
                        correction,
                        gradients,
                        common::variance,
                        one::variance,
                        a -> 2 * square(one.forward11[0] * a * order.qHat(0)) / spec.inputs())
                .scatter(BASIS);
    }

    private static double[] slopeGrowth(NetworkSpec spec, OrderParameters order, LayerExpectations layers) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        double[] growth = new double[spec.depth()];
        for (int l = 1; l < spec.depth(); l++) {
            if (l > 1 && order.q(l) == order.q(l - 1)) {
                growth[l] = growth[l - 1];
                continue;
            }
            double h = STEP * order.q(l);
            double up = expectation.at(order.q(l) + h).derivativeMeanSquare();
            growth[l] = h > 0 ? (up - layers.at(l).derivativeMeanSquare()) / h : 0;
        }
        return growth;
    }

    private static double square(double x) {
        return x * x;
    }

    private PairMoments moments(int l) {
        return single ? layers.same(l) : layers.pair(l);
    }

    private double pairTilde(int l) {
        return single ? order.qTilde(l) : order.qTildePair(l);
    }

    /** Responses of S₁ and S₂ to a change of q̃, q̃_st (backward) and of q̂, q̂_st (forward) in one layer. */
    private void respond() {
        double w = spec.weightVariance();
        for (int l = 1; l <= depth; l++) {
            backward1[l] = spec.width(l - 1) * order.qHat(l - 1) + spec.shift();
            backward2[l] = spec.width(l - 1) * order.qHatPair(l - 1) + spec.shift();
            if (l > 1) {
                backward1[l] += w * layers.at(l - 1).derivativeMeanSquare() * backward1[l - 1];
                backward2[l] += w * layers.pair(l - 1).overlaps().derivative() * backward2[l - 1];
            }
        }
        for (int m = depth - 1; m >= 0; m--) {
            forward11[m] = spec.width(m) * order.qTilde(m + 1);
            if (m + 1 < depth) {
                PointMoments here = layers.at(m + 1);
                forward11[m] += w * (w * slopeGrowth[m + 1]) * order.qTilde(m + 2) * backward1[m + 1]
                        + w * (here.derivativeMeanSquare() + here.curvature()) * forward11[m + 1];
            }
            if (!single) {
                respondOverlap(m);
            }
        }
    }

    /** Responses of S₂; for a sample paired with itself there is none apart from that of S₁. */
    private void respondOverlap(int m) {
        double w = spec.weightVariance();
        forward22[m] = spec.width(m) * order.qTildePair(m + 1);
        if (m + 1 == depth) {
            return;
        }
        PointMoments here = layers.at(m + 1);
        PairMoments pair = layers.pair(m + 1);
        double above = order.qTildePair(m + 2) * backward2[m + 1];
        forward22[m] += w * (w * pair.curvature()) * above + w * pair.overlaps().derivative() * forward22[m + 1];
        forward21[m] = w * (w * pair.slopeByVariance()) * above
                + w * pair.valueByVariance() * forward22[m + 1]
                + w * (here.derivativeMeanSquare() + here.curvature()) * forward21[m + 1];
    }

    private static GradientVariance variances(ScatterModel common, ScatterModel one) {
        OrderParameters order = one.order;
        int inputs = one.spec.inputs();
        double input = 2 * square(one.forward11[0] * order.qHat(0)) / inputs;
        Parts square = one.parts(1, 0);
        Parts overlap = common.parts(0, 1);
        Parts row = common.rows();
        double lengths = square(common.forward21[0] * order.qHat(0)) / (2 * inputs);
        // For two outputs āā' replaces ā², whose variance is half as large, and nothing else is left.
        return new GradientVariance(
                square.units + square.gradients + input,
                overlap.units + overlap.gradients,
                overlap.gradients / 2,
                square.gradients / 2,
                row.units + row.gradients + lengths,
                row.gradients,
                lengths);
    }

    /**
     * The variance over samples of the overlap of one sample's gradient with all others': {@code units} is what only the
     * same output has, {@code gradients} what two different outputs have as well.
     */
    private Parts rows() {
        double own = 0;
        double both = 0;
        for (int l = 1; l < depth; l++) {
            RowFluctuations f = moments(l).row();
            double w = spec.weightVariance();
            double shared = w * pairTilde(l + 1);
            double rest = w * (order.qTilde(l + 1) - pairTilde(l + 1));
            double u = forward22[l];
            double v = forward21[l] / 2; // of one of the two samples
            double j = backward2[l];
            double gradient = j * j * shared * (shared * f.derivative() + rest * f.derivativeSquare());
            own += (u * u * f.value()
                            + v * v * f.square()
                            + 2 * u * v * f.valueSquare()
                            + 2 * j * shared * (u * f.valueDerivative() + v * f.squareDerivative())
                            + 2 * j * j * shared * shared * f.derivative())
                    / spec.width(l);
            both += gradient / spec.width(l);
        }
        return new Parts(Math.max(0, own), both);
    }

    /**
     * The variance for one output.
     *
     * @param units from the hidden units, which all outputs share
     * @param gradients from the output's own back-propagated gradient
     */
    private record Parts(double units, double gradients) {}

    /** Returns the variance of {@code a S₁ + b S₂}, averaged over the outputs. */
    private double variance(double a, double b) {
        Parts parts = parts(a, b);
        return Math.max(0, parts.units + parts.gradients / spec.outputs());
    }

    private Parts parts(double a, double b) {
        double shares = 0;
        double own = 0;
        for (int l = 1; l < depth; l++) {
            SharedFluctuations f = moments(l).shared();
            SharedFluctuations.Means mean = f.means();
            double w = spec.weightVariance();
            double shared = w * pairTilde(l + 1);
            double rest = w * (order.qTilde(l + 1) - pairTilde(l + 1));
            double all = shared + rest;
            double v = a * forward11[l] + (b == 0 ? 0 : b * forward21[l]);
            double u = b == 0 ? 0 : b * forward22[l]; // which may be infinite where samples are parallel
            double d = a * backward1[l];
            double j = b == 0 ? 0 : b * backward2[l];
            double forward = v * v * (f.forward().vv() - mean.v() * mean.v())
                    + 2 * v * u * (f.forward().vw() - mean.v() * mean.w())
                    + u * u * (f.forward().ww() - mean.w() * mean.w());
            double mixed = v * d * all * (f.mixed().vd() - mean.v() * mean.d())
                    + v * j * shared * (f.mixed().vj() - mean.v() * mean.j())
                    + u * d * all * (f.mixed().wd() - mean.w() * mean.d())
                    + u * j * shared * (f.mixed().wj() - mean.w() * mean.j());
            // Moments between the factors: inputs of 1e100 and their small derivatives balance each other.
            double units = d * all * (f.backward().dd() - mean.d() * mean.d()) * (d * all)
                    + 2 * d * j * all * shared * (f.backward().dj() - mean.d() * mean.j())
                    + square(j * shared) * (f.backward().jj() - mean.j() * mean.j());
            // Fluctuations of the back-propagated gradient itself are independent between outputs.
            double gradients = d * shared * f.backward().dd() * (d * shared) * 2
                    + 2 * d * j * (2 * shared * shared) * f.backward().dj()
                    + j * j * (2 * shared * shared) * f.backward().jj();
            shares += (forward + 2 * mixed + units) / spec.width(l);
            own += gradients / spec.width(l);
        }
        return new Parts(Math.max(0, shares), own); // differences of moments may be rounded below 0
    }
}
