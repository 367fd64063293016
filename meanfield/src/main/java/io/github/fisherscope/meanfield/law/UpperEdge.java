package io.github.fisherscope.meanfield.law;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
 * layer). The physical solution is the smallest one. All maps rise with their arguments, more so the larger these are, so
 * Newton's method from a_l = z_l rises monotonically to it (Ortega and Rheinboldt 1970, 13.3), or leaves the domain where there
 * is none. A step solves two numbers a layer by one elimination down the chain: its cost is linear in the depth, and the number
 * of steps hardly grows with it. Derived in {@code docs/theory/equations.md#linear-width}.
 */
final class UpperEdge {
    private static final int MAX_NEWTON = 100;
    private static final int STEPS = 120;
    private static final double SETTLED = 1e-14;
    private static final double ROUNDING = 1e-11;

    /** Parts of the largest weight that no sum notices, and that have lost digits to underflow. */
    private static final double NOTHING = 1e-280;

    private static final double GOLDEN = 0.5 * (Math.sqrt(5) - 1);

    private final double inputRatio;
    private final double constant;
    private final double[] slopes;
    private final double[] ratios;
    private final double[] shares;

    /** The largest weight, in units of which all others are kept: their squares would leave the range of doubles. */
    private final double unit;

    private long layerSteps;

    UpperEdge(double inputRatio, double constant, double[] slopes, double[] ratios, double[] shares) {
        double largest = Math.max(constant, Arrays.stream(slopes).max().orElse(0));
        this.unit = largest > 0 ? largest : 1;
        this.inputRatio = inputRatio;
        this.constant = constant / unit;
        this.slopes = Arrays.stream(slopes).map(z -> z / unit).toArray();
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
        // What solves the chain at a transform nearer to 0 lies below what solves it here, so Newton's method may rise
        // from it.
        Chain below = null;
        Chain chainA = new Chain(Math.exp(a), below);
        double atA = chainA.solve();
        Chain chainB = new Chain(Math.exp(b), below);
        double atB = chainB.solve();
        for (int n = 0; n < STEPS && high - low > 1e-9; n++) {
            if (atA <= atB) {
                high = b;
                b = a;
                chainB = chainA;
                atB = atA;
                a = high - GOLDEN * (high - low);
                chainA = new Chain(Math.exp(a), below);
                atA = chainA.solve();
            } else {
                low = a;
                below = chainA; // which has a solution, since one nearer to the spectrum has
                a = b;
                chainA = chainB;
                atA = atB;
                b = low + GOLDEN * (high - low);
                chainB = new Chain(Math.exp(b), below);
                atB = chainB.solve();
            }
        }
        return Math.min(atA, atB) * unit;
    }

    /** Returns how many layers Newton steps have gone through so far. */
    long layerSteps() {
        return layerSteps;
    }

    /** Returns z(m) in units of the largest weight, m in their inverse, or infinity where the chain has no solution. */
    double outside(double m) {
        return new Chain(-m, null).solve();
    }

    /** The chain at one transform −μ, with h_l = −g_l > 0 and the sums p_l = b_l² h_{l−1} + (1 − b_l²) μ that reach layer l. */
    private final class Chain {
        private final double mu;
        private final double[] a;
        private final double[] h;

        /** a_l moves by gain_l times what h_l moves, and by offset_l. */
        private final double[] gain = new double[slopes.length];

        private final double[] offset = new double[slopes.length];

        /** @param below a solved chain at a smaller μ to start from, or null */
        Chain(double mu, @Nullable Chain below) {
            this.mu = mu;
            if (below != null) {
                a = below.a.clone();
                h = below.h.clone();
                return;
            }
            a = slopes.clone();
            h = new double[slopes.length];
            h[0] = mu / (1 - a[0] * inputRatio * mu);
            for (int l = 1; l < h.length; l++) {
                h[l] = below(l) / (1 - ratios[l - 1] * a[l] * below(l));
            }
        }

        /** Returns z(m), or infinity where the chain has no solution. */
        double solve() {
            double before = Double.POSITIVE_INFINITY;
            for (int n = 0; n < MAX_NEWTON; n++) {
                layerSteps += slopes.length;
                double change = improve();
                if (Double.isNaN(change)) {
                    return Double.POSITIVE_INFINITY;
                }
                if (change <= SETTLED || (change < ROUNDING && change >= before)) {
                    return image();
                }
                before = change;
            }
            return Double.POSITIVE_INFINITY;
        }

        private double below(int l) {
            return shares[l - 1] * h[l - 1] + (1 - shares[l - 1]) * mu;
        }

        /** Takes a step of Newton's method and returns the largest relative change, NaN where there is no solution. */
        double improve() {
            for (int l = h.length - 1; l >= 1; l--) {
                double p = below(l);
                double rest = 1 - ratios[l - 1] * a[l] * p;
                double slope = 1 / (rest * rest); // ∂h_l/∂p_l and ∂w_l/∂a_l
                double fromUnits = ratios[l - 1] * p * p * slope; // ∂h_l/∂a_l
                double fromTrace = ratios[l - 1] * a[l] * a[l] * slope; // ∂w_l/∂p_l
                double pivot = 1 - fromUnits * gain[l];
                if (!(rest > 0) || !(pivot > 0)) {
                    return Double.NaN;
                }
                double share = shares[l - 1];
                double still = (fromUnits * offset[l] + p / rest - h[l]) / pivot; // what h_l moves if h_{l−1} does not
                gain[l - 1] = share * share * (fromTrace + slope * slope * gain[l] / pivot);
                offset[l - 1] =
                        share * slope * (gain[l] * still + offset[l]) + slopes[l - 1] + share * a[l] / rest - a[l - 1];
            }
            return move();
        }

        private double move() {
            double rest = 1 - a[0] * inputRatio * mu;
            double response = inputRatio * mu * mu / (rest * rest);
            double pivot = 1 - response * gain[0];
            if (!(rest > 0) || !(pivot > 0)) {
                return Double.NaN;
            }
            double moved = (response * offset[0] + mu / rest - h[0]) / pivot;
            double change = step(0, moved);
            for (int l = 1; l < h.length; l++) {
                double p = below(l) - shares[l - 1] * moved; // before this step
                double free = 1 - ratios[l - 1] * a[l] * p;
                double slope = 1 / (free * free);
                double fromUnits = ratios[l - 1] * p * p * slope;
                moved = (slope * shares[l - 1] * moved + fromUnits * offset[l] + p / free - h[l])
                        / (1 - fromUnits * gain[l]);
                change = Math.max(change, step(l, moved));
            }
            return change;
        }

        /** Moves h_l, and a_l with it; the top a is given. */
        private double step(int l, double moved) {
            double other = gain[l] * moved + offset[l];
            h[l] += moved;
            a[l] += other;
            return Math.max(Math.abs(moved) / h[l], a[l] > NOTHING ? Math.abs(other) / a[l] : 0);
        }

        /** Returns z(m). */
        double image() {
            double sum = constant;
            for (int l = 1; l < h.length; l++) {
                sum += (1 - shares[l - 1]) * a[l] / (1 - ratios[l - 1] * a[l] * below(l));
            }
            double base = 1 - a[0] * inputRatio * mu;
            return base > 0 ? sum + a[0] / base + 1 / mu : Double.POSITIVE_INFINITY;
        }
    }
}
