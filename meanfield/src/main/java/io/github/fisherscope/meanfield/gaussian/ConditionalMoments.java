package io.github.fisherscope.meanfield.gaussian;

/**
 * Combines moments of φ conditional on the shared part z. A vector of conditional moments holds, in this order,
 * E φ, E φ', E φ², E φ'², E φφ', E φ'', E φ³, E φ⁴, E φ²φ', E φ''², E φ''y, where y is the sample's own standard normal part.
 */
final class ConditionalMoments {
    /** Length of a vector of conditional moments. */
    static final int COUNT = 11;

    static final int OVERLAPS = 2;
    static final int PAIR = 5;
    static final int SHARED = 14;
    static final int ROW = 7;
    static final int SLOPES = 3;

    private ConditionalMoments() {}

    /** A function of the conditional moments of the two samples of a pair; writes values, then their scales. */
    interface Pairing {
        void combine(double z, double[] first, double[] second, double[] out);
    }

    /** Conditional moments as a function of the shared part. */
    interface Conditional {
        void at(double z, double[] out);
    }

    /**
     * Returns integrals over the outer rule's nodes, then the integrals of the scales: bounds on the absolute values
     * that do not vanish when a value does by cancellation, so that rounding errors are judged against them.
     */
    static double[] pairUp(TrapezoidRule outer, double[][] first, double[][] second, int components, Pairing pairing) {
        double[] sums = new double[2 * components];
        double[] values = new double[2 * components];
        for (int j = 0; j < outer.size(); j++) {
            pairing.combine(outer.node(j), first[j], second[j], values);
            for (int i = 0; i < 2 * components; i++) {
                sums[i] += outer.weight(j) * values[i];
            }
        }
        return sums;
    }

    /** Returns the pairings one after another, as one. */
    static Pairing join(int[] components, Pairing... parts) {
        int total = 0;
        for (int c : components) {
            total += c;
        }
        int all = total;
        double[] part = new double[2 * all];
        return (z, p, m, out) -> {
            int next = 0;
            for (int i = 0; i < parts.length; i++) {
                parts[i].combine(z, p, m, part);
                System.arraycopy(part, 0, out, next, components[i]);
                System.arraycopy(part, components[i], out, all + next, components[i]);
                next += components[i];
            }
        };
    }

    static void overlaps(double z, double[] p, double[] m, double[] out) {
        out[0] = p[0] * m[0];
        out[1] = p[1] * m[1];
        out[2] = 0.5 * (p[2] + m[2]);
        out[3] = 0.5 * (p[3] + m[3]);
    }

    static void pairFluctuations(double z, double[] p, double[] m, double[] out) {
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

    static void sharedFluctuations(double z, double[] p, double[] m, double[] out) {
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

    static void rowFluctuations(double z, double[] p, double[] m, double[] out) {
        double f = m[0];
        double j = m[1];
        out[0] = f * f * (p[2] - p[0] * p[0]);
        out[1] = p[7] - p[2] * p[2];
        out[2] = f * (p[6] - p[0] * p[2]);
        out[3] = f * j * (p[4] - p[0] * p[1]);
        out[4] = j * (p[8] - p[2] * p[1]);
        out[5] = j * j * (p[3] - p[1] * p[1]);
        out[6] = j * j * p[3];
        double v = Math.max(p[2], m[2]);
        double d = Math.max(p[3], m[3]);
        double root = Math.sqrt(Math.max(v * v, p[7])); // of E φ⁴, which may have been rounded below its bound
        out[7] = v * v;
        out[8] = Math.max(v * v, p[7]);
        out[9] = root * v;
        out[10] = v * d;
        out[11] = Math.max(v, root) * d;
        out[12] = d * d;
        out[13] = d * d;
    }

    /** Derivatives of the overlaps: curvature, I_φ by the variance, I_φ' by the variance. */
    static Pairing slopes(double own, double shared, boolean mirrored) {
        double sign = mirrored ? -1 : 1;
        return (z, p, m, out) -> {
            out[0] = p[5] * m[5];
            out[1] = 0.5 * (p[5] * m[0] + m[5] * p[0]);
            // E φ'''(u)φ'(v), by parts over the sample's own part or over the shared one, whichever is wider.
            out[2] = own >= shared
                    ? (own > 0 ? p[10] * m[1] / own : 0)
                    : p[5] * (z * m[1] - sign * shared * m[5]) / shared;
            double c = 0.5 * (p[9] + m[9]);
            double d = Math.max(p[3], m[3]);
            out[3] = c;
            out[4] = Math.sqrt(c) * Math.sqrt(Math.max(p[2], m[2]));
            double width = Math.max(own, shared);
            out[5] = width > 0 ? Math.sqrt(c) * Math.sqrt(d) * (1 + Math.abs(z)) / width + c : 1;
        };
    }

    static PairFluctuations toPairFluctuations(double[] e, int at) {
        return new PairFluctuations(e[at], e[at + 1], e[at + 2], e[at + 3], e[at + 4]);
    }

    static SharedFluctuations toSharedFluctuations(double[] e, int at) {
        return new SharedFluctuations(
                new SharedFluctuations.Means(e[at], e[at + 1], e[at + 2], e[at + 3]),
                new SharedFluctuations.Forward(e[at + 4], e[at + 5], e[at + 6]),
                new SharedFluctuations.Mixed(e[at + 7], e[at + 8], e[at + 9], e[at + 10]),
                new SharedFluctuations.Backward(e[at + 11], e[at + 12], e[at + 13]));
    }

    static RowFluctuations toRowFluctuations(double[] e, int at) {
        return new RowFluctuations(e[at], e[at + 1], e[at + 2], e[at + 3], e[at + 4], e[at + 5], e[at + 6]);
    }
}
