package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.PivotSelectionRule;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;

/**
 * Exact transport between small distributions for any cost, by the simplex method of Apache Commons Math on the n m entries of
 * the plan. The tableau is dense: {@link #LARGEST} entries take a second or so. On the line {@link LineTransport} has no such
 * limit.
 */
public final class ExactTransport {
    /** Most entries n m of a plan. */
    public static final int LARGEST = 4096;

    private static final int STEPS = 200_000;

    /** Smallest reduced cost, relative to the range of the costs, that counts as an improvement. */
    private static final double OPTIMALITY = 1e-12;

    /** Entries of the tableau below this are rounding. */
    private static final double ROUNDING = 1e-15;

    private ExactTransport() {}

    /** Returns whether {@link #cost} takes a problem of this size. */
    public static boolean canSolve(CostMatrix cost) {
        return (long) cost.rows() * cost.columns() <= LARGEST;
    }

    /**
     * Returns the least ⟨M, P⟩ over the plans with marginals p and q.
     *
     * @throws InvalidArgumentException if the problem has more than {@link #LARGEST} entries
     */
    public static double cost(CostMatrix cost, DiscreteMeasure p, DiscreteMeasure q) {
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
            return low;
        }
        double[] scaled = cost.entries().stream().map(x -> (x - low) / range).toArray();
        double value = low + range * solve(scaled, p, q);
        return Math.min(value, cost.entries().stream().max().orElseThrow());
    }

    private static double solve(double[] scaled, DiscreteMeasure p, DiscreteMeasure q) {
        LinearConstraintSet constraints = new LinearConstraintSet(marginals(p, q));
        try {
            PointValuePair solution = new SimplexSolver(OPTIMALITY, 10, ROUNDING)
                    .optimize(
                            new MaxIter(STEPS),
                            new LinearObjectiveFunction(scaled, 0),
                            constraints,
                            GoalType.MINIMIZE,
                            new NonNegativeConstraint(true),
                            PivotSelectionRule.BLAND);
            double[] terms = solution.getPoint().clone();
            for (int k = 0; k < terms.length; k++) {
                terms[k] *= scaled[k];
            }
            return Math.max(0, RealVector.takingOver(terms).sum());
        } catch (MathIllegalStateException e) {
            throw new IllegalStateException(
                    "the simplex method did not solve a transport problem: " + e.getMessage(), e);
        }
    }

    /** One equation for each row and column, but the last column, which follows from the others. */
    private static List<LinearConstraint> marginals(DiscreteMeasure p, DiscreteMeasure q) {
        int n = p.size();
        int m = q.size();
        List<LinearConstraint> equations = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            double[] row = new double[n * m];
            Arrays.fill(row, i * m, (i + 1) * m, 1);
            equations.add(new LinearConstraint(row, Relationship.EQ, p.get(i)));
        }
        for (int j = 0; j < m - 1; j++) {
            double[] column = new double[n * m];
            for (int i = 0; i < n; i++) {
                column[i * m + j] = 1;
            }
            equations.add(new LinearConstraint(column, Relationship.EQ, q.get(j)));
        }
        return equations;
    }
}
