package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.stream.IntStream;

/**
 * Exact transport on the line with the cost |x−y|^k, k ≥ 1: the monotone coupling of both quantile functions is optimal.
 * O(n log n).
 */
public final class LineTransport {
    private LineTransport() {}

    /**
     * Returns the least cost Σ P_ij |x_i − y_j|^power; its power-th root is the Wasserstein distance.
     *
     * @param from points of the line, in any order
     * @param to points of the line
     * @param power 1 or greater
     */
    public static double cost(PointSet from, DiscreteMeasure p, PointSet to, DiscreteMeasure q, double power) {
        Args.requireInRange("power", power, 1, Double.MAX_VALUE);
        Args.requireSame("from.dimension", from.dimension(), 1, "the points must lie on a line");
        Args.requireSame("to.dimension", to.dimension(), 1, "the points must lie on a line");
        Args.requireSame("p.size", p.size(), from.size(), "p needs one entry for each point");
        Args.requireSame("q.size", q.size(), to.size(), "q needs one entry for each point");
        int[] a = sorted(from);
        int[] b = sorted(to);
        int i = 0;
        int j = 0;
        double leftA = p.get(a[0]);
        double leftB = q.get(b[0]);
        double cost = 0;
        while (true) {
            double mass = Math.min(leftA, leftB);
            cost += mass * Math.pow(Math.abs(from.get(a[i], 0) - to.get(b[j], 0)), power);
            leftA -= mass;
            leftB -= mass;
            // one of the two is exactly 0 now; rounding of the total may leave the other at the last point
            if (leftA == 0) {
                if (++i == a.length) {
                    return cost;
                }
                leftA = p.get(a[i]);
            }
            if (leftB == 0) {
                if (++j == b.length) {
                    return cost;
                }
                leftB = q.get(b[j]);
            }
        }
    }

    private static int[] sorted(PointSet points) {
        return IntStream.range(0, points.size())
                .boxed()
                .sorted((x, y) -> Double.compare(points.get(x, 0), points.get(y, 0)))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
