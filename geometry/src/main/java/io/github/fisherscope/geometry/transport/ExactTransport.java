package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.internal.TransportSimplex;
import java.util.OptionalDouble;

/**
 * Exact transport between small distributions for any cost, by the simplex method of Apache Commons Math on the n m entries of
 * the plan. The tableau is dense: {@link #LARGEST} entries take a second or so. On the line {@link LineTransport} has no such
 * limit.
 */
public final class ExactTransport {
    /** Most entries n m of a plan. */
    public static final int LARGEST = 4096;

    private static final int STEPS = 200_000;

    private ExactTransport() {}

    /** Returns whether {@link #cost} takes a problem of this size. */
    public static boolean canSolve(CostMatrix cost) {
        return (long) cost.rows() * cost.columns() <= LARGEST;
    }

    /**
     * Returns the least ⟨M, P⟩ over the plans with marginals p and q, or nothing where the simplex method gave up.
     *
     * @throws InvalidArgumentException if the problem has more than {@link #LARGEST} entries
     */
    public static OptionalDouble cost(CostMatrix cost, DiscreteMeasure p, DiscreteMeasure q) {
        return cost(cost, p, q, STEPS);
    }

    static OptionalDouble cost(CostMatrix cost, DiscreteMeasure p, DiscreteMeasure q, int steps) {
        Args.requireThat(
                canSolve(cost),
                "cost.size",
                cost.entries().size(),
                "it must be at most " + LARGEST,
                "merge states, or relax the problem with a small lambda");
        Args.requireSame("p.size", p.size(), cost.rows(), "p needs one entry for each row of the cost");
        Args.requireSame("q.size", q.size(), cost.columns(), "q needs one entry for each column of the cost");
        // costs from 0 to 1, so that the solver's thresholds mean the same for every problem
        double low = cost.entries().stream().min().orElseThrow();
        double range = cost.range();
        if (range == 0) {
            return OptionalDouble.of(low);
        }
        double[] scaled = cost.entries().stream().map(x -> (x - low) / range).toArray();
        OptionalDouble least = TransportSimplex.leastCost(scaled, p.weights(), q.weights(), steps);
        return least.isEmpty()
                ? least
                : OptionalDouble.of(Math.min(
                        low + range * least.getAsDouble(),
                        cost.entries().stream().max().orElseThrow()));
    }
}
