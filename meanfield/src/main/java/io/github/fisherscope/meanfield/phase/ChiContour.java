package io.github.fisherscope.meanfield.phase;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PointMoments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of equal χ₁ in the plane of the variances; the line χ₁ = 1 is the edge of chaos.
 *
 * <p>The fixed point itself is the parameter of the line: where q* = q and χ₁ = χ,
 *
 * <pre>  σ_w² = χ/D(q),    σ_b² = q − χ V(q)/D(q)  </pre>
 *
 * <p>so no equation is solved to draw it. Points are kept only where the recursion from inputs of mean square 1 really
 * ends at that q, since an activation may have several fixed points.
 *
 * @param level χ₁ on the line
 * @param weightVariances σ_w² of its points, by rising q*
 * @param biasVariances σ_b² of its points
 */
public record ChiContour(double level, RealVector weightVariances, RealVector biasVariances) {
    private static final double SMALLEST_Q = 1e-4;
    private static final double LARGEST_Q = 1e3;
    private static final int STEPS_PER_DECADE = 40;
    private static final int PROBES = 8;
    private static final double MARGINAL = 1e-9;

    public ChiContour {
        Args.requireSame("number of bias variances", biasVariances.size(), weightVariances.size(), "give pairs");
    }

    /**
     * Returns the longest connected part of the line inside the rectangle, or nothing if it has fewer than two points
     * there. Cost: about a thousand Gaussian expectations of one variable; some tens of milliseconds. Deterministic.
     *
     * @param level χ₁ &gt; 0
     * @param largestWeightVariance right side of the rectangle, whose left side is 0
     * @param largestBiasVariance upper side of the rectangle, whose lower side is 0
     */
    public static Optional<ChiContour> of(
            Activation activation, double level, double largestWeightVariance, double largestBiasVariance) {
        Args.requirePositive("level", level);
        Args.requirePositive("largestWeightVariance", largestWeightVariance);
        Args.requirePositive("largestBiasVariance", largestBiasVariance);
        GaussianExpectation expectation = GaussianExpectation.of(activation);
        if (activation.piecewiseLinear()) {
            double w = level / expectation.at(1).derivativeMeanSquare();
            return w > largestWeightVariance
                    ? Optional.empty()
                    : Optional.of(new ChiContour(level, RealVector.of(w, w), RealVector.of(0, largestBiasVariance)));
        }
        Rectangle rectangle = new Rectangle(largestWeightVariance, largestBiasVariance);
        List<double[]> run = new ArrayList<>();
        List<double[]> longest = run;
        atZero(activation, level, largestWeightVariance).ifPresent(run::add);
        double[] before = {Double.NaN, Double.NaN};
        int steps = (int) Math.round(Math.log10(LARGEST_Q / SMALLEST_Q) * STEPS_PER_DECADE);
        for (int i = 0; i <= steps; i++) {
            double q = SMALLEST_Q * Math.pow(10, (double) i / STEPS_PER_DECADE);
            PointMoments m = expectation.at(q);
            double w = level / m.derivativeMeanSquare();
            double[] point = {w, q - w * m.meanSquare()};
            boolean inside = rectangle.holds(point);
            if (inside && isReached(expectation, w, point[1], q, m)) {
                if (run.isEmpty() && !rectangle.holds(before)) {
                    rectangle.crossing(point, before).ifPresent(run::add);
                }
                run.add(point);
                longest = run.size() > longest.size() ? run : longest;
            } else {
                if (!inside && !run.isEmpty()) {
                    rectangle.crossing(run.get(run.size() - 1), point).ifPresent(run::add);
                }
                run = new ArrayList<>();
            }
            before = point;
        }
        return longest.size() < 2
                ? Optional.empty()
                : Optional.of(new ChiContour(level, column(longest, 0), column(longest, 1)));
    }

    /** Without biases q* = 0 is a fixed point of activations through the origin, and is stable while χ₁ ≤ 1. */
    private static Optional<double[]> atZero(Activation activation, double level, double largestWeightVariance) {
        double slope = activation.derivative(0);
        double w = level / (slope * slope);
        return activation.value(0) == 0 && slope != 0 && level <= 1 && w <= largestWeightVariance
                ? Optional.of(new double[] {w, 0})
                : Optional.empty();
    }

    /**
     * The recursion moves monotonically from σ_w² + σ_b² to the first fixed point in its direction, so q is reached if
     * the map stays on one side of the diagonal until there; that is looked up at a few q in between.
     */
    private static boolean isReached(
            GaussianExpectation expectation, double w, double b, double q, PointMoments there) {
        if (w * (there.derivativeMeanSquare() + there.curvature()) > 1 + MARGINAL) {
            return false; // unstable
        }
        double start = w + b;
        double direction = Math.signum(q - start);
        for (int i = 0; i < PROBES; i++) {
            double between = start * Math.pow(q / start, (double) i / PROBES);
            double gap = w * expectation.at(between).meanSquare() + b - between;
            if (gap * direction < 0) {
                return false;
            }
        }
        return true;
    }

    /** The part of the plane that is wanted; coordinates are σ_w² and σ_b². */
    private record Rectangle(double width, double height) {
        boolean holds(double[] p) {
            return p[0] <= width && p[1] >= 0 && p[1] <= height;
        }

        /** Returns where the segment from a point inside to one outside leaves; nothing if that end is unknown. */
        Optional<double[]> crossing(double[] inside, double[] outside) {
            double share = Math.min(share(inside[0], outside[0], 0, width), share(inside[1], outside[1], 0, height));
            return Double.isFinite(outside[0]) && share < 1
                    ? Optional.of(new double[] {
                        inside[0] + share * (outside[0] - inside[0]), inside[1] + share * (outside[1] - inside[1])
                    })
                    : Optional.empty();
        }

        private static double share(double inside, double outside, double low, double high) {
            if (outside > high) {
                return (high - inside) / (outside - inside);
            }
            return outside < low ? (low - inside) / (outside - inside) : 1;
        }
    }

    private static RealVector column(List<double[]> points, int index) {
        return RealVector.of(points.stream().mapToDouble(p -> p[index]).toArray());
    }
}
