package io.github.fisherscope.meanfield;

import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import io.github.fisherscope.meanfield.gaussian.SharedFluctuations;

/**
 * How far expectations over networks of finite width may lie from the predictions, relative to them: terms of relative order
 * 1/M that the predictions leave out. A comparison allows for them; none is read off simulations.
 *
 * <p>Every hidden layer adds independent fluctuations of variance O(1/M) to the order parameters, and what depends on them
 * nonlinearly shifts by half its second derivative times their variance. For the mean that is evaluated; elsewhere the
 * relative variance itself is used, that is a second derivative of relative size 2, with the terms that are known to be there.
 *
 * <p>Derived in {@code docs/theory/equations.md#allowances}.
 *
 * @param mean of tr F / P, absolute value of the evaluated shift; 0 for activations that are homogeneous
 * @param secondMoment of tr F² / P
 * @param topMean of the mean of the C largest eigenvalues, where these are outliers
 * @param bulk of the bulk, which gets what the trace has and the outliers have not
 * @param learningRate of 2/λ_max, whose mean exceeds 2 over the mean of λ_max
 * @param fisherRao of θᵀFθ
 */
public record ExpectationShift(
        double mean, double secondMoment, double topMean, double bulk, double learningRate, double fisherRao) {
    private static final double STEP = 1e-3;

    /** Evaluates the shifts. Cost: O(L²) expectations at a point, O(L) of pairs. */
    public static ExpectationShift of(MeanFieldPrediction p) {
        NetworkSpec spec = p.spec();
        OrderParameters order = p.order();
        double t = p.samples();
        double others = (t - 1) / t;
        double s1 = p.statistics().gradientSquare();
        double s2 = p.statistics().gradientOverlap();
        int c = spec.outputs();
        GradientVariance of = ScatterModel.variances(spec, order);
        double pairs = p.correction().sameOutput() + (c - 1) * p.correction().crossOutput();
        double noise = Double.isFinite(pairs) ? pairs : 0;
        double one = of.square() / (s1 * s1);

        double mean = Math.abs(mean(spec, order)) / s1;
        double level = others * s2 + s1 / t;
        double push = s2 > 0 ? others * noise / (t * s2) : 0;
        double drift = s2 > 0 ? others * of.overlap() / s2 : 0;
        double topMean = spec.depth() == 1 ? 0 : (drift + push + s1 * one / t) / level;
        double second = 3 * of.square() / t + others * (3 * of.overlap() + of.crossOverlap() * (c - 1) + noise * one);
        double secondMoment = second / (s1 * s1 / t + others * (s2 * s2 + noise));
        double rest = s1 - s2;
        double bulk = t > 1 && rest > 0 ? (mean * s1 + topMean * level) / (others * rest) : 0;
        double scatter = p.scatter().largest();
        return new ExpectationShift(mean, secondMoment, topMean, bulk, topMean + scatter * scatter, one);
    }

    /** Returns the shift of E S₁ to first order in 1/M. */
    private static double mean(NetworkSpec spec, OrderParameters order) {
        GaussianExpectation expectation = GaussianExpectation.of(spec.activation());
        double w = spec.weightVariance();
        double below = spec.width(0) * order.qHat(0) + spec.shift();
        double shift = 0;
        for (int m = 1; m < spec.depth(); m++) {
            double q = order.q(m);
            SharedFluctuations f = expectation.sharedFluctuations(q, q);
            double variance = (f.vv() - f.meanV() * f.meanV()) / spec.width(m);
            double covariance = w * (f.vd() - f.meanV() * f.meanD()) / spec.width(m);
            double gain = w * f.meanD();
            double x = order.qHat(m);
            double h = STEP * x;
            Above here = Above.of(spec, expectation, m, x);
            Above up = Above.of(spec, expectation, m, x + h);
            Above down = Above.of(spec, expectation, m, x - h);
            double curvature = (up.gradient - 2 * here.gradient + down.gradient) / (h * h);
            double bend = (up.rest - 2 * here.rest + down.rest) / (h * h);
            double slope = (up.gradient - down.gradient) / (2 * h);
            shift += 0.5 * (below * gain * curvature + bend) * variance + below * slope * covariance;
            below = gain * below + spec.width(m) * order.qHat(m) + spec.shift();
        }
        return shift;
    }

    /**
     * What follows when the mean square activation of one layer is given.
     *
     * @param gradient q̃ of the layer above
     * @param rest the part of S₁ from the layers above
     */
    private record Above(double gradient, double rest) {
        static Above of(NetworkSpec spec, GaussianExpectation expectation, int layer, double meanSquare) {
            double w = spec.weightVariance();
            int depth = spec.depth();
            double[] activity = new double[depth + 1];
            double[] gain = new double[depth + 1];
            activity[layer] = meanSquare;
            for (int l = layer + 1; l < depth; l++) {
                PointMoments m = expectation.at(w * activity[l - 1] + spec.biasVariance());
                activity[l] = m.meanSquare();
                gain[l] = w * m.derivativeMeanSquare();
            }
            double gradient = 1;
            double rest = 0;
            for (int l = depth; l > layer; l--) {
                gradient *= l < depth ? gain[l] : 1;
                rest += gradient * (spec.width(l - 1) * activity[l - 1] + spec.shift());
            }
            return new Above(gradient, rest);
        }
    }
}
