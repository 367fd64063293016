package io.github.fisherscope.meanfield.gaussian;

/**
 * Combines moments of φ conditional on the shared part z. A vector of conditional moments holds, in this order,
 * E φ, E φ', E φ², E φ'², E φφ'.
 */
final class ConditionalMoments {
    private ConditionalMoments() {}

    /** A function of the conditional moments of the two samples of a pair; writes values, then their scales. */
    interface Pairing {
        void combine(double[] first, double[] second, double[] out);
    }

    /**
     * Returns integrals over the outer rule's nodes, then the integrals of the scales: bounds on the absolute values
     * that do not vanish when a value does by cancellation, so that rounding errors are judged against them.
     */
    static double[] pairUp(TrapezoidRule outer, double[][] moments, boolean mirrored, int components, Pairing pairing) {
        double[] sums = new double[2 * components];
        double[] values = new double[2 * components];
        int n = outer.size();
        for (int j = 0; j < n; j++) {
            pairing.combine(moments[j], moments[mirrored ? n - 1 - j : j], values);
            for (int i = 0; i < 2 * components; i++) {
                sums[i] += outer.weight(j) * values[i];
            }
        }
        return sums;
    }

    static void overlaps(double[] p, double[] m, double[] out) {
        out[0] = p[0] * m[0];
        out[1] = p[1] * m[1];
        out[2] = 0.5 * (p[2] + m[2]);
        out[3] = 0.5 * (p[3] + m[3]);
    }

    static void pairFluctuations(double[] p, double[] m, double[] out) {
        double alphaP = p[3] - p[1] * p[1];
        double alphaM = m[3] - m[1] * m[1];
        out[0] = (p[2] - p[0] * p[0]) * (m[2] - m[0] * m[0]);
        out[1] = (p[4] - p[0] * p[1]) * (m[4] - m[0] * m[1]);
        out[2] = alphaP * alphaM;
        out[3] = 0.5 * (alphaP * m[3] + alphaM * p[3]);
        out[4] = p[3] * m[3];
        out[5] = p[2] * m[2];
        out[6] = 0.5 * (p[2] * p[3] + m[2] * m[3]);
        out[7] = out[4];
        out[8] = out[4];
        out[9] = out[4];
    }

    static void sharedFluctuations(double[] p, double[] m, double[] out) {
        double v = p[2];
        double w = p[0] * m[0];
        double d = p[3];
        double j = p[1] * m[1];
        double[] values = {v, w, d, j, v * v, v * w, w * w, v * d, v * j, w * d, w * j, d * d, d * j, j * j};
        double vBound = 0.5 * (p[2] + m[2]);
        double dBound = 0.5 * (p[3] + m[3]);
        double vv = vBound * vBound;
        double vd = vBound * dBound;
        double dd = dBound * dBound;
        double[] scales = {vBound, vBound, dBound, dBound, vv, vv, vv, vd, vd, vd, vd, dd, dd, dd};
        System.arraycopy(values, 0, out, 0, values.length);
        System.arraycopy(scales, 0, out, values.length, scales.length);
    }

    static SharedFluctuations toSharedFluctuations(double[] e) {
        return new SharedFluctuations(
                e[0], e[1], e[2], e[3], e[4], e[5], e[6], e[7], e[8], e[9], e[10], e[11], e[12], e[13]);
    }
}
