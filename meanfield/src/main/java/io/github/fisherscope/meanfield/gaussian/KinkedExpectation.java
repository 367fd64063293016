package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;
import org.apache.commons.numbers.gamma.Erfc;

/** φ(u) = u for u &gt; 0 and k·u otherwise: closed forms; conditional fluctuations by the trapezoid rule over z. */
final class KinkedExpectation extends GaussianExpectation {
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    private static final double START = 0.5;

    private final double k;

    KinkedExpectation(double slope) {
        this.k = slope;
    }

    @Override
    public PointMoments at(double variance) {
        Args.requireNonNegative("variance", variance);
        double half = 0.5 * (1 + k * k);
        double square = half * variance;
        return new PointMoments(
                (1 - k) * Math.sqrt(variance) * INVERSE_ROOT_TWO_PI, square, 0.5 * (1 + k), half, 0, square, square);
    }

    @Override
    public PairOverlaps overlaps(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double c = variance > 0 ? b / variance : 1;
        double same = sameSide(c);
        double jump = (1 - k) * (1 - k);
        double value = k == 1 ? b : variance * ((1 + k * k) * ramp(c) - 2 * k * ramp(-c));
        return new PairOverlaps(value, k + jump * same);
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
    public double curvatureOverlap(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double jump = (1 - k) * (1 - k);
        return jump == 0 ? 0 : jump / (2 * Math.PI * Math.sqrt((variance - b) * (variance + b)));
    }

    @Override
    public PairFluctuations fluctuations(double variance, double covariance) {
        double[] e = overShared(variance, covariance, 5, ConditionalMoments::pairFluctuations);
        return new PairFluctuations(e[0], e[1], e[2], e[3], e[4]);
    }

    @Override
    public SharedFluctuations sharedFluctuations(double variance, double covariance) {
        return ConditionalMoments.toSharedFluctuations(
                overShared(variance, covariance, 14, ConditionalMoments::sharedFluctuations));
    }

    private double[] overShared(
            double variance, double covariance, int components, ConditionalMoments.Pairing pairing) {
        double b = requireCovariance(variance, covariance);
        double own = Math.sqrt(variance - Math.abs(b));
        double shared = Math.sqrt(Math.abs(b));
        TrapezoidRule.Integrand f = (z, out) ->
                pairing.combine(conditional(own, shared * z), conditional(own, b < 0 ? -shared * z : shared * z), out);
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
            double positive = Math.max(Math.abs(z), Double.MIN_NORMAL);
            f.at(positive, out);
            f.at(-positive, mirrored);
            for (int i = 0; i < 2 * components; i++) {
                out[i] = 0.5 * (out[i] + mirrored[i]);
            }
        };
    }

    /** Conditional moments of φ at mean {@code mu} and standard deviation {@code own}. */
    private double[] conditional(double own, double mu) {
        double up = own > 0 ? mu / own : Math.copySign(Double.POSITIVE_INFINITY, mu);
        double positive = own > 0 ? 0.5 * Erfc.value(-up * Math.sqrt(0.5)) : (mu > 0 ? 1 : 0);
        double density = own > 0 ? INVERSE_ROOT_TWO_PI * StrictMath.exp(-0.5 * up * up) : 0;
        double ramp = mu * positive + own * density;
        double rampSquare = (mu * mu + own * own) * positive + mu * own * density;
        double square = mu * mu + own * own;
        return new double[] {
            k * mu + (1 - k) * ramp,
            k + (1 - k) * positive,
            k * k * square + (1 - k * k) * rampSquare,
            k * k + (1 - k * k) * positive,
            k * k * mu + (1 - k * k) * ramp
        };
    }
}
