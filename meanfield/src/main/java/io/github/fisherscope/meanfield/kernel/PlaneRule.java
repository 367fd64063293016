package io.github.fisherscope.meanfield.kernel;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;

/** Two-point functions of a smooth activation at different variances by the trapezoid rule in the plane. */
final class PlaneRule {
    private static final double RANGE = 9;
    private static final int COARSEST = 60;
    private static final int MAX_DOUBLINGS = 4;

    private PlaneRule() {}

    /** Doubles the number of nodes until two results agree to a tenth of the tolerance. */
    static PairOverlaps overlaps(Activation phi, double a, double b, double rho) {
        PairOverlaps coarse = sum(phi, a, b, rho, COARSEST);
        int half = COARSEST;
        for (int n = 0; n < MAX_DOUBLINGS; n++) {
            half *= 2;
            PairOverlaps fine = sum(phi, a, b, rho, half);
            double change = Math.max(
                    Math.abs(fine.value() - coarse.value()), Math.abs(fine.derivative() - coarse.derivative()));
            coarse = fine;
            if (change <= 0.1 * HermiteDual.TOLERANCE) {
                return fine;
            }
        }
        return coarse;
    }

    private static PairOverlaps sum(Activation phi, double a, double b, double rho, int half) {
        double h = RANGE / half;
        double s = Math.sqrt((1 - rho) * (1 + rho));
        double value = 0;
        double derivative = 0;
        double[] weight = new double[2 * half + 1];
        for (int j = -half; j <= half; j++) {
            double y = j * h;
            weight[j + half] = h * 0.3989422804014327 * StrictMath.exp(-0.5 * y * y);
        }
        for (int i = -half; i <= half; i++) {
            double x = i * h;
            double rowValue = 0;
            double rowDerivative = 0;
            for (int j = -half; j <= half; j++) {
                double v = Math.sqrt(b) * (rho * x + s * j * h);
                rowValue += weight[j + half] * phi.value(v);
                rowDerivative += weight[j + half] * phi.derivative(v);
            }
            value += weight[i + half] * phi.value(Math.sqrt(a) * x) * rowValue;
            derivative += weight[i + half] * phi.derivative(Math.sqrt(a) * x) * rowDerivative;
        }
        return new PairOverlaps(value, derivative);
    }
}
