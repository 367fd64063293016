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

    /** What a sample adds to its overlap with all others, in the order of {@link RowFluctuations}. */
    static double[] rows(Activation phi, double a, double b) {
        double own = Math.sqrt(a - Math.abs(b));
        double shared = Math.sqrt(Math.abs(b));
        double[] sum = new double[7];
        double h = RANGE / HALF;
        for (int i = 0; i < 2 * HALF; i++) {
            double z = (i - HALF + 0.5) * h;
            double w = h / Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * z * z);
            double[] p = covariances(phi, own, shared * z);
            double[] q = b < 0 ? covariances(phi, own, -shared * z) : p;
            double f = q[0];
            double j = q[1];
            sum[0] += w * f * f * p[2];
            sum[1] += w * p[3];
            sum[2] += w * f * p[4];
            sum[3] += w * f * j * p[5];
            sum[4] += w * j * p[6];
            sum[5] += w * j * j * p[7];
            sum[6] += w * j * j * (p[7] + p[1] * p[1]);
        }
        return sum;
    }

    /** E φ, E φ', Var φ, Var φ², Cov(φ, φ²), Cov(φ, φ'), Cov(φ², φ'), Var φ', each from deviations. */
    private static double[] covariances(Activation phi, double own, double mu) {
        double h = RANGE / 400;
        double[] mean = new double[3];
        double[][] values = new double[800][3];
        double[] weight = new double[800];
        for (int i = 0; i < 800; i++) {
            double y = (i - 399.5) * h;
            weight[i] = h / Math.sqrt(2 * Math.PI) * Math.exp(-0.5 * y * y);
            double v = phi.value(own * y + mu);
            values[i] = new double[] {v, phi.derivative(own * y + mu), v * v};
            for (int k = 0; k < 3; k++) {
                mean[k] += weight[i] * values[i][k];
            }
        }
        double[] out = {mean[0], mean[1], 0, 0, 0, 0, 0, 0};
        for (int i = 0; i < 800; i++) {
            double v = values[i][0] - mean[0];
            double d = values[i][1] - mean[1];
            double s = values[i][2] - mean[2];
            double[] products = {v * v, s * s, v * s, v * d, s * d, d * d};
            for (int k = 0; k < products.length; k++) {
                out[2 + k] += weight[i] * products[k];
            }
        }
        return out;
    }
}
