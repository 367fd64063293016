package io.github.fisherscope.meanfield.gaussian;

import org.jspecify.annotations.Nullable;

/**
 * Expectations at the arguments of the layers of one network, asked for from the first layer to the last. The first hundred
 * different arguments are evaluated as {@link GaussianExpectation} does, bit for bit; in deeper networks they are
 * interpolated to about 1e-12 of their scales where they move slowly, so that
 * the cost hardly grows with the depth.
 *
 * <p>Deterministic: a sequence of arguments always gives the same values. Not for use by several threads.
 */
public final class LayeredExpectation {
    private final GaussianExpectation exact;
    private final @Nullable LayerWalk overlaps;
    private final LayerWalk pairs;
    private final LayerWalk same;

    private LayeredExpectation(GaussianExpectation exact) {
        this.exact = exact;
        boolean closed = exact instanceof KinkedExpectation || exact instanceof ErfExpectation;
        this.overlaps = closed ? null : new LayerWalk(overlapsOf(exact), false);
        this.pairs = new LayerWalk(exact::pairVector, false);
        this.same = new LayerWalk(exact::pairVector, true);
    }

    /** Returns the expectations of an activation for a network that is walked through once. */
    public static LayeredExpectation of(GaussianExpectation exact) {
        return new LayeredExpectation(exact);
    }

    private static LayerWalk.Exact overlapsOf(GaussianExpectation exact) {
        return (variance, covariance) -> {
            PairOverlaps found = exact.overlaps(variance, covariance);
            PointMoments scales = exact.at(variance);
            return new double[] {found.value(), found.derivative(), scales.meanSquare(), scales.derivativeMeanSquare()};
        };
    }

    /** As {@link GaussianExpectation#overlaps(double, double)}. */
    public PairOverlaps overlaps(double variance, double covariance) {
        if (overlaps == null) {
            return exact.overlaps(variance, covariance);
        }
        if (overlaps.isDeep() && isDiagonal(variance, covariance)) {
            PointMoments point = exact.at(variance);
            return new PairOverlaps(point.meanSquare(), point.derivativeMeanSquare());
        }
        double[] e = overlaps.next(variance, covariance);
        return new PairOverlaps(e[0], e[1]);
    }

    /** As {@link GaussianExpectation#pairMoments(double, double)}. */
    public PairMoments pairMoments(double variance, double covariance) {
        if (covariance == variance || (pairs.isDeep() && isDiagonal(variance, covariance))) {
            return exact.moments(variance, covariance, same.next(variance, variance));
        }
        return exact.moments(variance, covariance, pairs.next(variance, covariance));
    }

    /** Whether two samples have become one to the rounding of the recursion. */
    private static boolean isDiagonal(double variance, double covariance) {
        return variance - covariance <= LayerWalk.ROUNDING * variance;
    }

    /** Returns how many expectations over two variables were evaluated for this network, those known already included. */
    long evaluations() {
        long ofOverlaps = overlaps == null ? 0 : overlaps.evaluations();
        return ofOverlaps + pairs.evaluations() + same.evaluations();
    }
}
