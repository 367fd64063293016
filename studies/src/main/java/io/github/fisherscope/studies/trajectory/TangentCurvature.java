package io.github.fisherscope.studies.trajectory;

/**
 * The largest eigenvalue of diag(a) between vectors that are orthogonal to √q, the tangents of the sphere of distributions at
 * q. It lies between the two largest a of states with q &gt; 0, where {@code Σ q/(λ − a) = 0}; found by bisection.
 */
final class TangentCurvature {
    private TangentCurvature() {}

    /** Returns it; NaN if an entry is, negative infinity if fewer than two states have a probability above 0. */
    static double of(double[] q, double[] a) {
        double top = Double.NEGATIVE_INFINITY;
        double next = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < a.length; k++) {
            if (Double.isNaN(a[k])) {
                return Double.NaN;
            }
            if (q[k] > 0) {
                next = Math.max(next, Math.min(top, a[k]));
                top = Math.max(top, a[k]);
            }
        }
        if (!(top > next) || Double.isInfinite(next) || Double.isInfinite(top)) {
            return next;
        }
        double low = next;
        double high = top;
        // each halving gains a bit, and doubles that differ have no more than 2100 between exponents and digits
        for (double middle = low + (high - low) / 2; middle > low && middle < high; middle = low + (high - low) / 2) {
            if (sum(q, a, middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double sum(double[] q, double[] a, double lambda) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += q[k] > 0 ? q[k] / (lambda - a[k]) : 0;
        }
        return sum;
    }
}
