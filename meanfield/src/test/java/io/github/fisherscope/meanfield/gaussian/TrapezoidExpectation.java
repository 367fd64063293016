package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.network.Activation;

/** Two-point functions by a fixed fine trapezoid rule in two dimensions, without nesting or step control. */
final class TrapezoidExpectation {
    private static final int HALF = 300;
    private static final double RANGE = 9;

    private final Activation phi;

    TrapezoidExpectation(Activation phi) {
        this.phi = phi;
    }

    PairOverlaps overlaps(double a, double b) {
        double h = RANGE / HALF;
        double root = Math.sqrt(a);
        double c = b / a;
        double s = Math.sqrt((1 - c) * (1 + c));
        double value = 0;
        double derivative = 0;
        for (int i = -HALF; i <= HALF; i++) {
            double x = i * h;
            double pv = phi.value(root * x);
            double pd = phi.derivative(root * x);
            double rowValue = 0;
            double rowDerivative = 0;
            for (int j = -HALF; j <= HALF; j++) {
                double y = j * h;
                double w = h * h / (2 * Math.PI) * StrictMath.exp(-0.5 * (x * x + y * y));
                double v = root * (c * x + s * y);
                rowValue += w * pv * phi.value(v);
                rowDerivative += w * pd * phi.derivative(v);
            }
            value += rowValue;
            derivative += rowDerivative;
        }
        return new PairOverlaps(value, derivative);
    }
}
