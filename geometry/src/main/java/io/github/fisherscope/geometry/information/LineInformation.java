package io.github.fisherscope.geometry.information;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.internal.LeastSquares;

/**
 * The Wasserstein information matrix of densities on the line, G_ij = ∫ ∂_iF ∂_jF / ρ dx = ∫₀¹ ∂_iQ ∂_jQ du with the distribution
 * function F and the quantile function Q (Li and Zhao): the identity for the mean and deviation of normal laws, 2/rate⁴ for
 * exponential ones, where the Fisher matrix is diag(1/σ², 2/σ²) and 1/rate².
 */
public final class LineInformation {
    private static final double ACCURACY = 1e-12;
    private static final int HALVINGS = 12;

    /** Where the double exponential map has left the range of doubles. */
    private static final double REACH = 6;

    private LineInformation() {}

    /**
     * Returns the matrix, k × k row by row, by trapezoids after a double exponential change of variable, halved until nothing
     * changes in 12 digits.
     *
     * @throws IllegalStateException if the integral does not converge, as for a density whose tails are too heavy
     */
    public static RealVector matrix(LineFamily family) {
        double step = 0.5;
        double[] previous = sums(family, step);
        for (int k = 0; k < HALVINGS; k++) {
            step /= 2;
            double[] next = sums(family, step);
            if (close(previous, next)) {
                return RealVector.takingOver(next);
            }
            previous = next;
        }
        throw new IllegalStateException("the Wasserstein information matrix of " + family
                + " did not converge; its density must be smooth, with a finite second moment of every ∂F/ρ");
    }

    /** Returns the natural gradient G⁺ g, the least one where the matrix is singular. */
    public static RealVector naturalGradient(LineFamily family, RealVector gradient) {
        int k = family.parameters();
        Args.requireSame("gradient.size", gradient.size(), k, "it needs one entry for each parameter");
        return LeastSquares.solve(matrix(family), gradient);
    }

    private static boolean close(double[] a, double[] b) {
        double size = 0;
        double difference = 0;
        for (int i = 0; i < a.length; i++) {
            size = Math.max(size, Math.abs(b[i]));
            difference = Math.max(difference, Math.abs(a[i] - b[i]));
        }
        return size > 0 && difference <= ACCURACY * size;
    }

    private static double[] sums(LineFamily family, double step) {
        int k = family.parameters();
        double[] sums = new double[k * k];
        int reach = (int) (REACH / step);
        for (int i = -reach; i <= reach; i++) {
            double t = i * step;
            double x = place(family, t);
            double width = step * slope(family, t);
            if (!Double.isFinite(x) || !(x > family.from() && x < family.to())) {
                continue;
            }
            double density = family.density(x);
            if (!(density > 0) || !Double.isFinite(width)) {
                continue;
            }
            double[] gradient = family.distributionGradient(x);
            for (int a = 0; a < k; a++) {
                for (int b = 0; b < k; b++) {
                    double term = width * (gradient[a] / density) * gradient[b];
                    sums[a * k + b] += Double.isFinite(term) ? term : 0;
                }
            }
        }
        return sums;
    }

    /** The double exponential maps of the real line onto itself, onto a half line and onto an interval. */
    private static double place(LineFamily family, double t) {
        double s = Math.PI / 2 * Math.sinh(t);
        boolean below = Double.isInfinite(family.from());
        boolean above = Double.isInfinite(family.to());
        if (below && above) {
            return family.centre() + family.scale() * Math.sinh(s);
        }
        if (above) {
            return family.from() + family.scale() * Math.exp(s);
        }
        if (below) {
            return family.to() - family.scale() * Math.exp(s);
        }
        return (family.from() + family.to()) / 2 + (family.to() - family.from()) / 2 * Math.tanh(s);
    }

    private static double slope(LineFamily family, double t) {
        double s = Math.PI / 2 * Math.sinh(t);
        double ds = Math.PI / 2 * Math.cosh(t);
        boolean below = Double.isInfinite(family.from());
        boolean above = Double.isInfinite(family.to());
        if (below && above) {
            return family.scale() * ds * Math.cosh(s);
        }
        if (above || below) {
            return family.scale() * ds * Math.exp(s);
        }
        return (family.to() - family.from()) / 2 * ds / (Math.cosh(s) * Math.cosh(s));
    }
}
