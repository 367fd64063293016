package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;

/** Expectations of a smooth activation by the trapezoid rule. */
sealed class SmoothExpectation extends GaussianExpectation permits ErfExpectation {
    /** Number of conditional moments kept per node: φ, φ', φ², φ'², φφ'. */
    private static final int CONDITIONAL = 5;

    private static final int POINT = 7;

    private final Activation activation;
    private final Analyticity analyticity;

    SmoothExpectation(Activation activation) {
        this.activation = activation;
        this.analyticity = Analyticity.of(activation);
    }

    @Override
    public PointMoments at(double variance) {
        Args.requireNonNegative("variance", variance);
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
        double[] e = TrapezoidRule.settle(
                2 * analyticity.step(variance),
                POINT,
                h -> TrapezoidRule.ofStep(h).integrate(f, 2 * POINT));
        return new PointMoments(e[0], e[1], e[2], e[3], e[4], e[5], e[6]);
    }

    @Override
    public PairOverlaps overlaps(double variance, double covariance) {
        double[] e = nested(variance, covariance, 2, activation::evaluate, ConditionalMoments::overlaps);
        return new PairOverlaps(e[0], e[1]);
    }

    @Override
    public double curvatureOverlap(double variance, double covariance) {
        return nested(variance, covariance, 2, this::derivatives, ConditionalMoments::overlaps)[1];
    }

    @Override
    public PairFluctuations fluctuations(double variance, double covariance) {
        double[] e = nested(variance, covariance, 5, activation::evaluate, ConditionalMoments::pairFluctuations);
        return new PairFluctuations(e[0], e[1], e[2], e[3], e[4]);
    }

    @Override
    public SharedFluctuations sharedFluctuations(double variance, double covariance) {
        double[] e = nested(variance, covariance, 14, activation::evaluate, ConditionalMoments::sharedFluctuations);
        return ConditionalMoments.toSharedFluctuations(e);
    }

    /** A function and its derivative at many points. */
    private interface Jet {
        void evaluate(double[] u, double[] value, double[] slope, int n);
    }

    /** Evaluates φ' and φ'' in the place of φ and φ'. */
    private void derivatives(double[] u, double[] value, double[] slope, int n) {
        for (int i = 0; i < n; i++) {
            value[i] = activation.derivative(u[i]);
            slope[i] = activation.secondDerivative(u[i]);
        }
    }

    /** Integrates over the shared part z a function of the conditional moments at z and at ±z (the sign of b). */
    private double[] nested(
            double variance, double covariance, int components, Jet jet, ConditionalMoments.Pairing pairing) {
        double b = requireCovariance(variance, covariance);
        double shared = Math.abs(b);
        boolean mirrored = b < 0;
        double outerStart = 2 * analyticity.outerStep(variance, shared);
        double innerStart = 2 * analyticity.step(variance - shared);
        return TrapezoidRule.settle(outerStart, components, h -> {
            TrapezoidRule inner = TrapezoidRule.ofStep(innerStart * h / outerStart);
            TrapezoidRule outer = TrapezoidRule.ofStep(h);
            double[][] moments = conditional(jet, inner, outer, Math.sqrt(variance - shared), Math.sqrt(shared));
            return ConditionalMoments.pairUp(outer, moments, mirrored, components, pairing);
        });
    }

    private static double[][] conditional(
            Jet jet, TrapezoidRule inner, TrapezoidRule outer, double innerRoot, double outerRoot) {
        int n = innerRoot > 0 ? inner.size() : 1;
        double[] u = new double[n];
        double[] h = new double[n];
        double[] d = new double[n];
        double[][] moments = new double[outer.size()][CONDITIONAL];
        for (int j = 0; j < outer.size(); j++) {
            double shift = outerRoot * outer.node(j);
            for (int i = 0; i < n; i++) {
                u[i] = innerRoot * inner.node(i) + shift;
            }
            jet.evaluate(u, h, d, n);
            double[] m = moments[j];
            for (int i = 0; i < n; i++) {
                double w = n > 1 ? inner.weight(i) : 1;
                m[0] += w * h[i];
                m[1] += w * d[i];
                m[2] += w * h[i] * h[i];
                m[3] += w * d[i] * d[i];
                m[4] += w * h[i] * d[i];
            }
        }
        return moments;
    }
}
