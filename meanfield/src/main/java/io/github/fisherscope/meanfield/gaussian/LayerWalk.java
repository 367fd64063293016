package io.github.fisherscope.meanfield.gaussian;

import org.jspecify.annotations.Nullable;

/**
 * Values of a smooth function of (variance, covariance) at arguments that follow one another, as those of the layers of a deep
 * network do. The first are evaluated one by one. Later ones, which move slowly where there are many, are interpolated on
 * patches that lie ahead of the motion, in the logarithms of the variance and of its difference to the covariance: the function
 * is analytic in both. A patch is used if the function agrees with it at points between its nodes. So the cost does not grow
 * with the depth.
 *
 * <p>Deterministic: the values depend on the sequence of arguments alone. Not for use by several threads.
 */
final class LayerWalk {
    /** Arguments that are evaluated one by one before anything is interpolated. */
    static final int DIRECT = 100;

    /** Movements of a logarithm below this are rounding. */
    private static final double STILL = 1e-14;

    /** Errors of the recursion that are as large, relative to the variance, are its own rounding. */
    static final double ROUNDING = 1e-13;

    /** A patch that would be left sooner, in units of its evaluations, saves nothing. */
    private static final double WORTHWHILE = 1.5;

    private static final int MOST_FAILURES = 3;

    /** Longest sides of a patch, and the nodes that resolve them to rounding. */
    private static final double LONGEST_VARIANCE = 0.5;

    private static final int VARIANCE_NODES = 10;
    private static final double LONGEST_GAP = 1.2;
    private static final int GAP_NODES = 14;

    /** Steps that a side is long at most, so that what moves slowly has a small patch. */
    private static final double STEPS = 1000;

    /** The function; arguments as in {@link GaussianExpectation#pairMoments}. */
    interface Exact {
        /** Returns values, then as many scales, relative to which the values are accurate. */
        double[] at(double variance, double covariance);
    }

    private final Exact exact;
    private final boolean diagonal;
    private long evaluations;
    private double variance = Double.NaN;
    private double covariance = Double.NaN;
    private double @Nullable [] last;
    private @Nullable Patch patch;
    private int failures;

    /** @param diagonal whether all covariances equal their variances */
    LayerWalk(Exact exact, boolean diagonal) {
        this.exact = exact;
        this.diagonal = diagonal;
    }

    /** Returns the values at the next arguments. */
    double[] next(double nextVariance, double nextCovariance) {
        double[] known = last;
        if (known != null && still(nextVariance, nextCovariance)) {
            return known;
        }
        double[] found = interpolated(nextVariance, nextCovariance);
        if (found == null) {
            found = evaluate(nextVariance, nextCovariance);
        }
        variance = nextVariance;
        covariance = nextCovariance;
        last = found;
        return found;
    }

    /** Whether the arguments are the last ones, or, in a deep network, those to rounding: a fixed point is never met exactly. */
    private boolean still(double nextVariance, double nextCovariance) {
        double moved = Math.max(Math.abs(nextVariance - variance), Math.abs(nextCovariance - covariance));
        return moved == 0 || (isDeep() && moved <= ROUNDING * variance);
    }

    /** Returns whether enough arguments were evaluated to interpolate others. */
    boolean isDeep() {
        return evaluations >= DIRECT;
    }

    /** Returns how often the function was evaluated. */
    long evaluations() {
        return evaluations;
    }

    private double[] evaluate(double atVariance, double atCovariance) {
        evaluations++;
        return exact.at(atVariance, atCovariance);
    }

    private double @Nullable [] interpolated(double nextVariance, double nextCovariance) {
        boolean known = isDeep() && failures < MOST_FAILURES;
        if (!known || !usable(nextVariance, nextCovariance) || !usable(variance, covariance)) {
            return null;
        }
        double x = StrictMath.log(nextVariance);
        double y = gap(nextVariance, nextCovariance);
        if (patch == null || !patch.contains(x, y)) {
            patch = ahead(x, x - StrictMath.log(variance), y, y - gap(variance, covariance));
        }
        return patch == null ? null : patch.at(x, y);
    }

    private boolean usable(double variance, double covariance) {
        boolean inside = diagonal ? covariance == variance : covariance < variance && covariance >= -variance;
        return variance > 0 && variance < Double.POSITIVE_INFINITY && inside;
    }

    /** Returns the logarithm of 1 − covariance/variance, and 0 on the diagonal, which is a sequence of its own. */
    private double gap(double variance, double covariance) {
        return diagonal ? 0 : StrictMath.log((variance - covariance) / variance);
    }

    /** Returns a patch from a point on in the direction of motion, or null where it would not pay or not be exact. */
    private @Nullable Patch ahead(double x, double dx, double y, double dy) {
        boolean moves = Math.abs(dx) > STILL;
        boolean closes = Math.abs(dy) > STILL;
        double across = moves ? Math.copySign(Math.min(LONGEST_VARIANCE, STEPS * Math.abs(dx)), dx) : 0;
        double along = closes ? Math.copySign(Math.min(LONGEST_GAP, STEPS * Math.abs(dy)), dy) : 0;
        if (y != 0 && (y + along) / y < 0) {
            along = -y; // what two samples do not share has a kink where their covariance is 0
        }
        int nodes = (moves ? VARIANCE_NODES : 1) * (closes ? GAP_NODES : 1);
        double steps = Math.min(moves ? across / dx : STEPS, closes ? along / dy : STEPS);
        if (steps < WORTHWHILE * nodes) {
            return null;
        }
        Patch.Axis first = moves ? Patch.Axis.of(x, across, VARIANCE_NODES) : Patch.Axis.point(x, STILL);
        Patch.Axis second = closes ? Patch.Axis.of(y, along, GAP_NODES) : Patch.Axis.point(y, STILL);
        double here = StrictMath.exp(x);
        Patch made = Patch.of(
                first,
                moves || !closes ? second : second.moved(py -> gap(here, here - here * StrictMath.exp(py))),
                (px, py) -> {
                    double v = StrictMath.exp(px);
                    return evaluate(v, diagonal ? v : v - v * StrictMath.exp(py));
                });
        if (made == null) {
            failures++;
        }
        return made;
    }
}
