package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;

/** φ(u) = u for u &gt; 0 and k·u otherwise: closed forms; conditional fluctuations by the trapezoid rule over z. */
final class KinkedExpectation extends GaussianExpectation {
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    private static final double START = 0.5;

    /** Stands for the limits at both sides of 0; times the standard deviation it must not underflow. */
    private static final double BESIDE_ZERO = 1e-100;

    private final double k;

    KinkedExpectation(double slope) {
        this.k = slope;
    }

    @Override
    PointMoments point(double variance) {
        Args.requireNonNegative("variance", variance);
        double half = 0.5 * (1 + k * k);
        double square = half * variance;
        return new PointMoments(
                (1 - k) * Math.sqrt(variance) * INVERSE_ROOT_TWO_PI, square, 0.5 * (1 + k), half, 0, square, square);
    }

    @Override
    PairOverlaps pairOverlaps(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double c = variance > 0 ? b / variance : 1;
        double same = sameSide(c);
        double jump = (1 - k) * (1 - k);
        double value = k == 1 ? b : variance * ((1 + k * k) * ramp(c) - 2 * k * ramp(-c));
        return new PairOverlaps(value, k + jump * same);
    }

    @Override
    public PairOverlaps overlaps(double first, double second, double correlation) {
        requireCorrelation(first, second, correlation);
        double size = Math.sqrt(first) * Math.sqrt(second);
        double jump = (1 - k) * (1 - k);
        double value =
                k == 1 ? size * correlation : size * ((1 + k * k) * ramp(correlation) - 2 * k * ramp(-correlation));
        return new PairOverlaps(value, k + jump * sameSide(correlation));
    }

    /** E of the product of two unit ramps with correlation c. */
    private static double ramp(double c) {
        double root = Math.sqrt((1 - c) * (1 + c));
        return (root + c * (Math.PI / 2 + StrictMath.asin(c))) / (2 * Math.PI);
    }

    /** Probability that both variables are positive. */
    private static double sameSide(double c) {
        return 0.25 + StrictMath.asin(c) / (2 * Math.PI);
    }

    @Override
    double[] evaluatePair(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        int[] parts = {ConditionalMoments.PAIR, ConditionalMoments.SHARED, ConditionalMoments.ROW};
        return overShared(
                variance,
                b,
                26,
                ConditionalMoments.join(
                        parts,
                        ConditionalMoments::pairFluctuations,
                        ConditionalMoments::sharedFluctuations,
                        ConditionalMoments::rowFluctuations));
    }

    @Override
    PairMoments moments(double variance, double covariance, double... e) {
        double b = requireCovariance(variance, covariance);
        PairOverlaps pair = overlaps(variance, b);
        double jump = (1 - k) * (1 - k);
        double curvature = jump == 0 ? 0 : jump / (2 * Math.PI * Math.sqrt((variance - b) * (variance + b)));
        // I_φ = a g(c) and I_φ' = g'(c) with c = b/a, since φ is homogeneous.
        double c = variance > 0 ? b / variance : 0;
        double byVariance = variance > 0 ? pair.value() / variance - c * pair.derivative() : 0;
        return new PairMoments(
                pair,
                curvature,
                byVariance,
                c == 0 ? 0 : -c * curvature,
                ConditionalMoments.toPairFluctuations(e, 0),
                ConditionalMoments.toSharedFluctuations(e, 5),
                ConditionalMoments.toRowFluctuations(e, 19));
    }

    private double[] overShared(double variance, double b, int components, ConditionalMoments.Pairing pairing) {
        double own = Math.sqrt(variance - Math.abs(b));
        double shared = Math.sqrt(Math.abs(b));
        TrapezoidRule.Integrand f = (z, out) -> {
            double[] p = conditional(own, shared * z);
            pairing.combine(z, p, b < 0 ? conditional(own, -shared * z) : p, out);
        };
        if (own > 0) {
            double scale = own < shared ? own / shared : 1;
            return TrapezoidRule.settle(
                    START, components, h -> TrapezoidRule.stretched(h, scale).integrate(f, 2 * components));
        }
        return TrapezoidRule.settle(
                START, components, h -> TrapezoidRule.ofStep(h).integrate(symmetric(f, components), 2 * components));
    }

    /** Even part of an integrand that is a polynomial on each side of 0: smooth, so the trapezoid rule is exact. */
    private static TrapezoidRule.Integrand symmetric(TrapezoidRule.Integrand f, int components) {
        double[] mirrored = new double[2 * components];
        return (z, out) -> {
            double positive = Math.max(Math.abs(z), BESIDE_ZERO);
            f.at(positive, out);
            f.at(-positive, mirrored);
            for (int i = 0; i < 2 * components; i++) {
                out[i] = 0.5 * (out[i] + mirrored[i]);
            }
        };
    }

    /** Conditional moments of φ at mean {@code mu} and standard deviation {@code own}; those of φ'' are not in it. */
    private double[] conditional(double own, double mu) {
        double[] up = TruncatedNormal.moments(own, mu, 0);
        double o = own * own;
        double[] all = {1, mu, mu * mu + o, mu * (mu * mu + 3 * o), mu * mu * (mu * mu + 6 * o) + 3 * o * o};
        return new double[] {
            side(all, up, 1, 1),
            side(all, up, 0, 1),
            side(all, up, 2, 2),
            side(all, up, 0, 2),
            side(all, up, 1, 2),
            0,
            side(all, up, 3, 3),
            side(all, up, 4, 4),
            side(all, up, 2, 3),
            0,
            0
        };
    }

    /** E of uⁿ where u is positive and k^{power} uⁿ elsewhere. */
    private double side(double[] all, double[] up, int n, int power) {
        double factor = StrictMath.pow(k, power);
        return factor * all[n] + (1 - factor) * up[n];
    }
}
