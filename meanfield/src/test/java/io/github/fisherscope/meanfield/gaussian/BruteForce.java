package io.github.fisherscope.meanfield.gaussian;

import io.github.fisherscope.core.network.Activation;

/** Fluctuations of a pair straight from their definition, by equally spaced sums. */
final class BruteForce {
    private static final int HALF = 1500;
    private static final double RANGE = 8.5;

    private BruteForce() {}

    static double[] fluctuations(Activation phi, double a, double b) {
        double own = Math.sqrt(a - Math.abs(b));
        double shared = Math.sqrt(Math.abs(b));
        double[] sum = new double[5];
        double h = RANGE / HALF;
        double[][] m = new double[2 * HALF][];
        for (int i = 0; i < 2 * HALF; i++) {
            m[i] = moments(phi, own, shared * (i - HALF + 0.5) * h);
        }
        for (int i = 0; i < 2 * HALF; i++) {
            double z = (i - HALF + 0.5) * h;
            double w = h / Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * z * z);
            double[] p = m[i];
            double[] q = b < 0 ? m[2 * HALF - 1 - i] : p;
            sum[0] += w * (p[1] - p[0] * p[0]) * (q[1] - q[0] * q[0]);
            sum[1] += w * (p[4] - p[0] * p[2]) * (q[4] - q[0] * q[2]);
            sum[2] += w * (p[3] - p[2] * p[2]) * (q[3] - q[2] * q[2]);
            sum[3] += w * 0.5 * ((p[3] - p[2] * p[2]) * q[3] + (q[3] - q[2] * q[2]) * p[3]);
            sum[4] += w * p[3] * q[3];
        }
        return sum;
    }

    private static double[] moments(Activation phi, double own, double mu) {
        double[] m = new double[5];
        double h = RANGE / 400;
        for (int i = -400; i < 400; i++) {
            double y = (i + 0.5) * h;
            double w = h / Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * y * y);
            double v = phi.value(own * y + mu);
            double d = phi.derivative(own * y + mu);
            m[0] += w * v;
            m[1] += w * v * v;
            m[2] += w * d;
            m[3] += w * d * d;
            m[4] += w * v * d;
        }
        return m;
    }
}
