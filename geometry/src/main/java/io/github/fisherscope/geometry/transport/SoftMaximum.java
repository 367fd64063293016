package io.github.fisherscope.geometry.transport;

/** The logarithm of a weighted mean of exponentials. */
final class SoftMaximum {
    private SoftMaximum() {}

    /**
     * Returns log Σ w_i exp(x_i) for weights of sum 1, some of which may be 0. It keeps its digits where all x are small,
     * as for costs much smaller than λ.
     */
    static double of(double[] x, double[] weights) {
        double top = Double.NEGATIVE_INFINITY;
        double bottom = Double.POSITIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (weights[i] > 0) {
                top = Math.max(top, x[i]);
                bottom = Math.min(bottom, x[i]);
            }
        }
        double sum = 0;
        if (top - bottom < 0.5) {
            for (int i = 0; i < x.length; i++) {
                sum += weights[i] > 0 ? weights[i] * Math.expm1(x[i] - top) : 0;
            }
            return top + Math.log1p(sum);
        }
        for (int i = 0; i < x.length; i++) {
            double y = x[i] - top;
            if (y > -745 && weights[i] > 0) {
                sum += weights[i] * Math.exp(y);
            }
        }
        return top + Math.log(sum);
    }
}
