package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.meanfield.law.Complex;
import io.github.fisherscope.meanfield.law.LinearSystem;

/**
 * Solves the equations of the law at a point just above the real axis: damped iteration far above it, where that contracts,
 * then down by factors, each time with two damped steps and Newton's method.
 */
final class CavitySolver {
    private static final double TOP = 3;
    private static final double DESCENT = 0.25;
    private static final int FIRST_STEPS = 20;
    private static final int DAMPED_STEPS = 2;
    private static final int NEWTON_STEPS = 40;
    private static final double SHRINKS = 0.2;
    private static final double CONVERGED = 1e-5;
    private static final double ACCEPTED = 1e-4;
    private static final double DIFFERENCE = 1e-6;

    private final CavityEquations equations;
    private double change = Double.POSITIVE_INFINITY;

    CavitySolver(CavityEquations equations) {
        this.equations = equations;
    }

    /**
     * Returns the density of F's eigenvalues at x, smoothed by a Lorentz curve of the given height.
     *
     * @param height in units of the mean of the bulk
     * @return NaN if the iteration did not converge
     */
    double density(double x, double height) {
        double t = equations.model.samples();
        double scale = equations.network.bulk();
        double h = TOP;
        Complex z = new Complex(t * x, h * scale);
        Complex[] v = equations.start(z);
        damp(v, z, FIRST_STEPS);
        newton(v, z);
        while (h > height) {
            h = Math.max(height, h * DESCENT);
            z = new Complex(t * x, h * scale);
            damp(v, z, DAMPED_STEPS);
            newton(v, z);
        }
        return change < ACCEPTED ? equations.density(v, z) * t : Double.NaN;
    }

    private void damp(Complex[] v, Complex z, int steps) {
        for (int n = 0; n < steps; n++) {
            Complex[] target = equations.apply(v, z);
            for (int i = 0; i < v.length; i++) {
                v[i] = v[i].plus(target[i]).times(0.5);
            }
        }
    }

    /**
     * Newton's method with a derivative that is kept as long as steps shrink well: a derivative costs as many evaluations
     * as there are unknowns.
     */
    private void newton(Complex[] v, Complex z) {
        int n = v.length;
        Complex[][] derivative = null;
        double before = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < NEWTON_STEPS; iteration++) {
            Complex[] target = equations.apply(v, z);
            if (derivative == null) {
                derivative = jacobian(v, z, target);
            }
            Complex[] residual = new Complex[n];
            for (int i = 0; i < n; i++) {
                residual[i] = v[i].minus(target[i]);
            }
            Complex[] step = LinearSystem.solve(copy(derivative), residual);
            change = 0;
            for (int i = 0; i < n; i++) {
                change = Math.max(change, step[i].size() / (v[i].size() + Double.MIN_NORMAL));
            }
            double cut = Math.min(1, 0.5 / change);
            boolean below = v[0].minus(step[0].times(cut)).im() < 0;
            for (int i = 0; i < n; i++) {
                v[i] = below ? v[i].plus(target[i]).times(0.5) : v[i].minus(step[i].times(cut));
            }
            if (change < CONVERGED) {
                return;
            }
            if (below || !(change < SHRINKS * before)) {
                derivative = null;
            }
            before = derivative == null ? Double.POSITIVE_INFINITY : change;
        }
    }

    private static Complex[][] copy(Complex[][] matrix) {
        Complex[][] copy = new Complex[matrix.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = matrix[i].clone();
        }
        return copy;
    }

    /** Returns the derivative of v − G(v) by difference quotients, which serve as G is analytic. */
    private Complex[][] jacobian(Complex[] v, Complex z, Complex[] target) {
        int n = v.length;
        Complex[][] jacobian = new Complex[n][n];
        for (int j = 0; j < n; j++) {
            Complex saved = v[j];
            Complex step = saved.times(DIFFERENCE).plus(Double.MIN_NORMAL);
            v[j] = saved.plus(step);
            Complex[] moved = equations.apply(v, z);
            v[j] = saved;
            for (int i = 0; i < n; i++) {
                jacobian[i][j] = target[i].minus(moved[i]).over(step).plus(i == j ? 1 : 0);
            }
        }
        return jacobian;
    }
}
