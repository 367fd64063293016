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
    public PairOverlaps overlaps(double variance, double covariance) {
        double b = requireCovariance(variance, covariance);
        double diagonal = 1 + twoGainSquared * variance;
        double off = twoGainSquared * b;
        double value = 2 / Math.PI * StrictMath.asin(off / diagonal);
        double derivative = 2 * twoGainSquared / Math.PI / Math.sqrt((diagonal - off) * (diagonal + off));
        return new PairOverlaps(value, derivative);
    }

    @Override
    public PointMoments at(double variance) {
        PointMoments q = super.at(variance);
        PairOverlaps same = overlaps(variance, variance);
        return new PointMoments(
                q.mean(), same.value(), q.meanDerivative(), same.derivative(), q.curvature(), q.mixed(), q.stretched());
    }
}
