package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.network.Activation;

/** erf(g·u): closed forms for the second moments and two-point functions, quadrature for the rest. */
final class ErfExpectation extends SmoothExpectation {
    private final double twoGainSquared;

    ErfExpectation(Activation.Erf erf) {
        super(erf);
        this.twoGainSquared = 2 * erf.gain() * erf.gain();
    }

    @Override
    PairOverlaps pairOverlaps(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double diagonal = 1 + twoGainSquared * variance;
        if (!Double.isFinite(diagonal * diagonal)) {
            return overlaps(variance, variance, variance > 0 ? b / variance : 0);
        }
        double near = 1 + twoGainSquared * (variance - b);
        double far = 1 + twoGainSquared * (variance + b);
        double cosine = Math.sqrt(near * far);
        // asin(Gb/(1 + Ga)), but exact to rounding also where the argument is near 1.
        double value = 2 / Math.PI * StrictMath.atan2(twoGainSquared * b, cosine);
        return new PairOverlaps(value, 2 * twoGainSquared / Math.PI / cosine);
    }

    @Override
    public PairOverlaps overlaps(double first, double second, double correlation) {
        requireCorrelation(first, second, correlation);
        double unit = 1 / twoGainSquared;
        double s = Math.sqrt(unit + first);
        double t = Math.sqrt(unit + second);
        double c = Math.sqrt(first) / s * (Math.sqrt(second) / t) * correlation;
        // 1 − c² = [unit² + unit (a + a') + a a'(1 − ρ²)]/((unit + a)(unit + a')), without cancellation at ρ = 1.
        double x = unit / (s * s);
        double y = unit / (t * t);
        double rest = x * y + x * (1 - y) + y * (1 - x) + (1 - x) * (1 - y) * (1 - correlation) * (1 + correlation);
        double cosine = Math.sqrt(rest);
        return new PairOverlaps(2 / Math.PI * StrictMath.atan2(c, cosine), 2 / Math.PI / s / t / cosine);
    }

    @Override
    PointMoments point(double variance) {
        PointMoments q = super.point(variance);
        PairOverlaps same = overlaps(variance, variance);
        return new PointMoments(
                q.mean(), same.value(), q.meanDerivative(), same.derivative(), q.curvature(), q.mixed(), q.stretched());
    }
}
