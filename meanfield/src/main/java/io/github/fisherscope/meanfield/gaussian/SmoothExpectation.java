package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;

/**
 * Expectations of a smooth activation: by the trapezoid rule where the Gaussian is no wider than what its nodes resolve, and
 * over the core of the activation with closed tails where it is, so that the cost does not grow with the variance.
 */
sealed class SmoothExpectation extends GaussianExpectation permits ErfExpectation {
    private static final int POINT = 7;

    private final SampleMoments sample;
    private final Activation activation;

    SmoothExpectation(Activation activation) {
        this.activation = activation;
        this.sample = new SampleMoments(activation);
    }

    @Override
    PointMoments point(double variance) {
        Args.requireNonNegative("variance", variance);
        double[] e = sample.wide(variance) ? sample.point(Math.sqrt(variance)) : byTrapezoids(variance);
        return new PointMoments(e[0], e[1], e[2], e[3], e[4], e[5], e[6]);
    }

    private double[] byTrapezoids(double variance) {
        double root = Math.sqrt(variance);
        TrapezoidRule.Integrand f = (z, out) -> {
            double u = root * z;
            double value = activation.value(u);
            double slope = activation.derivative(u);
            out[0] = value;
            out[1] = value * value;
            out[2] = slope;
            out[3] = slope * slope;
            out[4] = value * activation.secondDerivative(u);
            out[5] = value * slope * u;
            out[6] = slope * slope * u * u;
            for (int i = 0; i < POINT; i++) {
                out[POINT + i] = Math.abs(out[i]);
            }
        };
        return TrapezoidRule.settle(
                2 * sample.step(variance), POINT, h -> TrapezoidRule.ofStep(h).integrate(f, 2 * POINT));
    }

    @Override
    PairOverlaps pairOverlaps(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double[] e = nested(variance, b, false, ConditionalMoments.OVERLAPS, ConditionalMoments::overlaps);
        return new PairOverlaps(e[0], e[1]);
    }

    @Override
    public PairOverlaps overlaps(double first, double second, double correlation) {
        requireCorrelation(first, second, correlation);
        double c = Math.abs(correlation);
        double sign = correlation < 0 ? -1 : 1;
        double own1 = Math.sqrt(first * (1 - c));
        double own2 = Math.sqrt(second * (1 - c));
        double shared1 = Math.sqrt(first * c);
        double shared2 = Math.sqrt(second * c);
        double scale = Math.min(sample.resolution(own1, shared1), sample.resolution(own2, shared2));
        int n = ConditionalMoments.OVERLAPS;
        double[] e = TrapezoidRule.settle(SampleMoments.STRETCHED_START, n, h -> {
            TrapezoidRule outer = TrapezoidRule.stretched(h, scale);
            double refinement = h / SampleMoments.STRETCHED_START;
            double[][] p = sample.at(outer, own1, shared1, refinement, false);
            double[][] m = sample.at(outer, own2, sign * shared2, refinement, false);
            return ConditionalMoments.pairUp(outer, p, m, n, ConditionalMoments::overlaps);
        });
        return new PairOverlaps(e[0], e[1]);
    }

    @Override
    double[] evaluatePair(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double own = Math.sqrt(variance - Math.abs(b));
        double shared = Math.sqrt(Math.abs(b));
        int[] parts = {
            ConditionalMoments.OVERLAPS,
            ConditionalMoments.SLOPES,
            ConditionalMoments.PAIR,
            ConditionalMoments.SHARED,
            ConditionalMoments.ROW
        };
        ConditionalMoments.Pairing all = ConditionalMoments.join(
                parts,
                ConditionalMoments::overlaps,
                ConditionalMoments.slopes(own, shared, b < 0),
                ConditionalMoments::pairFluctuations,
                ConditionalMoments::sharedFluctuations,
                ConditionalMoments::rowFluctuations);
        return nested(variance, b, true, 31, all);
    }

    @Override
    PairMoments moments(double variance, double covariance, double... e) {
        return new PairMoments(
                new PairOverlaps(e[0], e[1]),
                e[2],
                e[3],
                e[4],
                ConditionalMoments.toPairFluctuations(e, 5),
                ConditionalMoments.toSharedFluctuations(e, 10),
                ConditionalMoments.toRowFluctuations(e, 24));
    }

    /** Integrates over the shared part z a function of the conditional moments at z and at ±z (the sign of b). */
    private double[] nested(
            double variance, double b, boolean full, int components, ConditionalMoments.Pairing pairing) {
        double shared = Math.abs(b);
        double own = Math.sqrt(variance - shared);
        double root = Math.sqrt(shared);
        boolean wide = sample.wide(variance);
        double start = wide ? SampleMoments.STRETCHED_START : 2 * sample.outerStep(variance, shared);
        double scale = wide ? sample.resolution(own, root) : 1;
        return TrapezoidRule.settle(start, components, h -> {
            TrapezoidRule outer = wide ? TrapezoidRule.stretched(h, scale) : TrapezoidRule.ofStep(h);
            double[][] p = sample.at(outer, own, root, h / start, full);
            double[][] m = b < 0 ? reversed(p) : p; // of −z, and the rule is symmetric
            return ConditionalMoments.pairUp(outer, p, m, components, pairing);
        });
    }

    private static double[][] reversed(double[][] rows) {
        double[][] reversed = new double[rows.length][];
        for (int j = 0; j < rows.length; j++) {
            reversed[j] = rows[rows.length - 1 - j];
        }
        return reversed;
    }
}
