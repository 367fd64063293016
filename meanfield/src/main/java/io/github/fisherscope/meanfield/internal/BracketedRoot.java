package io.github.fisherscope.meanfield.internal;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;

/** A root between two points of opposite sign, by Brent's method (Commons Math). */
public final class BracketedRoot {
    private BracketedRoot() {}

    /**
     * Returns x in [low, high] with f(x) = 0.
     *
     * @param relative relative accuracy of x
     * @param absolute absolute accuracy of x
     * @param maxEvaluations of f
     */
    public static double find(
            DoubleUnaryOperator f, double low, double high, double relative, double absolute, int maxEvaluations) {
        return new BrentSolver(relative, absolute).solve(maxEvaluations, f::applyAsDouble, low, high);
    }
}
