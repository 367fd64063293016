package io.github.fisherscope.meanfield.phase;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;

/** The map q ↦ σ_w² V(q) + σ_b² and its fixed points. */
final class VarianceMap {
    /** Where the map of a divergent recursion is looked at. */
    static final double LARGE = 1e5;

    /** Beyond this q the recursion counts as divergent. */
    private static final double DIVERGED = 1e300;

    /** φ' has reached its limits over nearly all of a Gaussian of this variance. */
    private static final double ASYMPTOTIC = 1e30;

    /** Mean squares of φ' below this there belong to a bounded activation. */
    private static final double FLAT = 1e-6;

    private static final double TINY = 1e-13;
    private static final double ROUNDING = 4e-16;
    private static final int MAX_STEPS = 1500;

    private final Activation activation;
    private final GaussianExpectation expectation;
    private final double w;
    private final double b;

    VarianceMap(Activation activation, GaussianExpectation expectation, double w, double b) {
        this.activation = activation;
        this.expectation = expectation;
        this.w = w;
        this.b = b;
    }

    /** Returns the fixed point reached from q = σ_w² + σ_b², which may be infinite. */
    double fixedPoint() {
        return activation.piecewiseLinear() ? linearFixedPoint() : search(w + b);
    }

    /** V is proportional to q. */
    private double linearFixedPoint() {
        double slope = w * expectation.at(1).meanSquare();
        if (slope < 1) {
            return b / (1 - slope);
        }
        // On the edge without biases every q is a fixed point: the recursion stays where it starts.
        return slope == 1 && b == 0 ? w : Double.POSITIVE_INFINITY;
    }

    /**
     * Follows the recursion from {@code q} with Newton steps that may not be shorter than the recursion's own, and
     * bisects as soon as a step passes the fixed point. The map rises with q, so the recursion moves monotonically to
     * the first fixed point in its direction. At a bifurcation Newton's steps still halve the distance.
     */
    private double search(double start) {
        if (!(start <= DIVERGED)) {
            return Double.POSITIVE_INFINITY;
        }
        double q = start;
        double gap = gap(q);
        double direction = Math.signum(gap);
        for (int n = 0; n < MAX_STEPS && gap * direction > ROUNDING * q; n++) {
            double next = step(q, gap);
            if (b == 0 && next < TINY && atZero() <= 1) {
                return 0;
            }
            if (!(next <= DIVERGED) || (next > LARGE * Math.max(1, b) && grows())) {
                return Double.POSITIVE_INFINITY;
            }
            double nextGap = gap(next);
            if (nextGap * direction < 0) {
                return bisect(q, next, direction);
            }
            q = next;
            gap = nextGap;
        }
        return q;
    }

    /** Returns whether q is multiplied by 1 or more where it is large, so that it never settles there. */
    private boolean grows() {
        double slope = expectation.at(ASYMPTOTIC).derivativeMeanSquare();
        return slope > FLAT && w * slope > 1 - 1e-12;
    }

    private double gap(double q) {
        return w * expectation.at(q).meanSquare() + b - q;
    }

    /** Returns σ_w² φ'(0)², the slope of the map at q = 0, or infinity when 0 is no fixed point. */
    private double atZero() {
        double slope = activation.derivative(0);
        return activation.value(0) == 0 ? w * slope * slope : Double.POSITIVE_INFINITY;
    }

    private double step(double q, double gap) {
        PointMoments m = expectation.at(q);
        double slope = w * (m.derivativeMeanSquare() + m.curvature()) - 1;
        double newton = slope < 0 ? q - gap / slope : 2 * q;
        double plain = q + gap;
        double far = gap > 0 ? Math.max(newton, plain) : Math.min(newton, plain);
        return Math.min(Math.max(far, 0.25 * q), 4 * q + 1);
    }

    /** The sign of the gap is {@code direction} at {@code a} and opposite at {@code z}. */
    private double bisect(double a, double z, double direction) {
        double near = a;
        double past = z;
        for (int n = 0; n < MAX_STEPS; n++) {
            double middle = newtonWithin(near, past);
            double gap = gap(middle);
            if (Math.abs(gap) <= ROUNDING * middle) {
                return middle;
            }
            if (gap * direction > 0) {
                if (middle == near) {
                    return near;
                }
                near = middle;
            } else {
                if (middle == past) {
                    return past;
                }
                past = middle;
            }
            if (Math.abs(past - near) <= ROUNDING * Math.abs(near)) {
                return near;
            }
        }
        return near;
    }

    /** A Newton step from the middle if it stays well inside the bracket, the middle otherwise. */
    private double newtonWithin(double near, double past) {
        double middle = 0.5 * (near + past);
        PointMoments m = expectation.at(middle);
        double slope = w * (m.derivativeMeanSquare() + m.curvature()) - 1;
        double newton = middle - (w * m.meanSquare() + b - middle) / slope;
        boolean inside = newton > Math.min(near, past) && newton < Math.max(near, past);
        return inside ? newton : middle;
    }
}
