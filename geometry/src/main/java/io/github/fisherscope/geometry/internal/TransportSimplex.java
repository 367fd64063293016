package io.github.fisherscope.geometry.internal;

import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
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

/** The transport problem as a linear program for the simplex method of Apache Commons Math. */
public final class TransportSimplex {
    /** Smallest reduced cost that counts as an improvement, for costs from 0 to 1. */
    private static final double OPTIMALITY = 1e-12;

    /** Entries of the tableau below this are rounding. */
    private static final double ROUNDING = 1e-15;

    private TransportSimplex() {}

    /**
     * Returns the least Σ P_ij m_ij, or nothing where the method gave up: after too many steps, or led astray by rounding.
     *
     * @param costs from 0 to 1, row by row
     * @param steps most steps of the method
     */
    public static OptionalDouble leastCost(double[] costs, RealVector p, RealVector q, int steps) {
        try {
            PointValuePair solution = new SimplexSolver(OPTIMALITY, 10, ROUNDING)
                    .optimize(
                            new MaxIter(steps),
                            new LinearObjectiveFunction(costs, 0),
                            new LinearConstraintSet(marginals(p, q)),
                            GoalType.MINIMIZE,
                            new NonNegativeConstraint(true),
                            PivotSelectionRule.BLAND);
            double[] terms = solution.getPoint().clone();
            for (int k = 0; k < terms.length; k++) {
                terms[k] *= costs[k];
            }
            return OptionalDouble.of(Math.max(0, RealVector.takingOver(terms).sum()));
        } catch (MathIllegalStateException e) {
            return OptionalDouble.empty();
        }
    }

    /** One equation for each row and column, but the last column, which follows from the others. */
    private static List<LinearConstraint> marginals(RealVector p, RealVector q) {
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
