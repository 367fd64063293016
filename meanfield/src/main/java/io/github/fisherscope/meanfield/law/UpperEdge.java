package io.github.fisherscope.meanfield.law;

/**
 * The upper edge of {@code K = z₋₁ I + Σ z_l X_lᵀX_l} with Marchenko-Pastur inputs (see {@link LayeredKernelLaw}), by real
 * arithmetic outside the spectrum.
 *
 * <p>Integrating the units out from the top layer down leaves, at a given real transform m &lt; 0, a chain: the weight a_l that
 * reaches layer l and the trace x_l = γ_l (1/n) tr Cov_l R that comes from the layers below,
 *
 * <pre>
 *   g_0 = m/(1 + a_0 γ_0 m)      x_l = γ_l (b_l² g_{l−1} + (1 − b_l²) m)      g_l = (x_l/γ_l)/(1 + a_l x_l)
 *   w_l = a_l/(1 + a_l x_l)      a_{l−1} = z_{l−1} + b_l² w_l                  a_H = z_H
 *   z(m) = z₋₁ + Σ (1 − b_l²) w_l + a_0/(1 + a_0 γ_0 m) − 1/m
 * </pre>
 *
 * <p>z(m) falls from infinity as m falls from 0 and turns at the edge, where dz/dm = 0 (Silverstein and Choi 1995 for one
 * layer). Sweeps up and down the chain rise monotonically from a_l = z_l to the physical solution or grow without bound where
 * there is none. Derived in {@code docs/theory/equations.md#linear-width}.
 */
final class UpperEdge {
    private static final int MAX_SWEEPS = 2000;
    private static final int STEPS = 120;
    private static final double SETTLED = 1e-14;
    private static final double GOLDEN = 0.5 * (Math.sqrt(5) - 1);

    private final double inputRatio;
    private final double constant;
    private final double[] slopes;
    private final double[] ratios;
    private final double[] shares;

    UpperEdge(double inputRatio, double constant, double[] slopes, double[] ratios, double[] shares) {
        this.inputRatio = inputRatio;
        this.constant = constant;
        this.slopes = slopes;
        this.ratios = ratios;
        this.shares = shares;
    }

    /** Minimises z over m by golden sections in log(−m); the error of the minimum is of second order in that of m. */
    double value() {
        double mean = constant;
        for (double z : slopes) {
            mean += z;
        }
        // −1/m lies between the edge's distance from the rest and the edge itself: many decades around the mean hold
        // both.
        double low = Math.log(1e-18) - Math.log(mean);
        double high = Math.log(1e9) - Math.log(mean);
        double a = high - GOLDEN * (high - low);
        double b = low + GOLDEN * (high - low);
        double atA = outside(-Math.exp(a));
        double atB = outside(-Math.exp(b));
        for (int n = 0; n < STEPS && high - low > 1e-9; n++) {
            if (atA <= atB) {
                high = b;
                b = a;
                atB = atA;
                a = high - GOLDEN * (high - low);
                atA = outside(-Math.exp(a));
            } else {
                low = a;
                a = b;
                atA = atB;
                b = low + GOLDEN * (high - low);
                atB = outside(-Math.exp(b));
            }
        }
        return Math.min(atA, atB);
    }

    /** Returns z(m), or infinity where the chain has no solution. */
    private double outside(double m) {
        int hidden = ratios.length;
        double[] a = slopes.clone();
        double[] x = new double[hidden + 1];
        for (int n = 0; n < MAX_SWEEPS; n++) {
            double base = 1 + a[0] * inputRatio * m;
            if (!(base > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            double g = m / base;
            for (int l = 1; l <= hidden; l++) {
                double below = shares[l - 1] * g + (1 - shares[l - 1]) * m;
                x[l] = ratios[l - 1] * below;
                double factor = 1 + a[l] * x[l];
                if (!(factor > 0)) {
                    return Double.POSITIVE_INFINITY;
                }
                g = below / factor;
            }
            double change = 0;
            double sum = constant;
            for (int l = hidden; l >= 1; l--) {
                double w = a[l] / (1 + a[l] * x[l]);
                sum += (1 - shares[l - 1]) * w;
                double next = slopes[l - 1] + shares[l - 1] * w;
                change = Math.max(change, Math.abs(next - a[l - 1]) / next);
                a[l - 1] = next;
            }
            base = 1 + a[0] * inputRatio * m;
            if (change <= SETTLED) {
                return base > 0 ? sum + a[0] / base - 1 / m : Double.POSITIVE_INFINITY;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
