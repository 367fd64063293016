package io.github.fisherscope.meanfield.gaussian;

import org.apache.commons.numbers.gamma.Erfc;

/** Moments of a normal variable above a bound. */
final class TruncatedNormal {
    private static final double INVERSE_ROOT_TWO_PI = 0.3989422804014327;
    private static final int HIGHEST = 4;

    private TruncatedNormal() {}

    /**
     * Returns {@code E[uᵏ; u > bound]} for k = 0..4 and u ~ N(mu, own²), by integration by parts:
     * {@code m_k = mu m_{k−1} + (k−1) own² m_{k−2} + own·density·bound^{k−1}}.
     *
     * @param own standard deviation; 0 puts all mass at mu
     */
    static double[] moments(double own, double mu, double bound) {
        double t = own > 0 ? (bound - mu) / own : Math.copySign(Double.POSITIVE_INFINITY, bound - mu);
        double[] m = new double[HIGHEST + 1];
        m[0] = 0.5 * Erfc.value(t * Math.sqrt(0.5));
        double edge = own > 0 ? own * INVERSE_ROOT_TWO_PI * StrictMath.exp(-0.5 * t * t) : 0;
        for (int k = 1; k <= HIGHEST; k++) {
            double before = k > 1 ? (k - 1) * own * own * m[k - 2] : 0;
            m[k] = mu * m[k - 1] + before + edge;
            edge *= bound;
        }
        return m;
    }
}
