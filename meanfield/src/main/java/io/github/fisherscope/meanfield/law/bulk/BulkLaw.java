package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;

/**
 * The law of the bulk of the eigenvalues of F for one random network: a density on a grid, linear between its points.
 * Immutable.
 */
public final class BulkLaw {
    /** The expected largest of n eigenvalues lies this many eigenvalues below a square-root edge (Tracy-Widom). */
    private static final double EXTREME = 0.28;

    private final double[] points;
    private final double[] density;
    private final double[] cumulative;
    private final long count;

    /**
     * Makes the law from its density, which is normalised.
     *
     * @param points positive, ascending
     * @param density not negative, at the points
     * @param count number of eigenvalues of the bulk
     */
    BulkLaw(double[] points, double[] density, long count) {
        this.points = points.clone();
        this.density = density.clone();
        this.count = count;
        this.cumulative = new double[points.length];
        for (int i = 1; i < points.length; i++) {
            cumulative[i] = cumulative[i - 1] + 0.5 * (density[i] + density[i - 1]) * (points[i] - points[i - 1]);
        }
        double mass = cumulative[points.length - 1];
        for (int i = 0; i < points.length; i++) {
            cumulative[i] /= mass;
            this.density[i] /= mass;
        }
    }

    /** Returns the number of eigenvalues that the law describes. */
    public long count() {
        return count;
    }

    /** Returns the points of the grid, ascending. */
    public RealVector points() {
        return RealVector.of(points);
    }

    /** Returns the density at the points of the grid. */
    public RealVector density() {
        return RealVector.of(density);
    }

    /** Returns the share of the bulk at or below x. */
    public double distribution(double x) {
        if (x <= points[0]) {
            return 0;
        }
        if (x >= points[points.length - 1]) {
            return 1;
        }
        int i = 1;
        while (points[i] < x) {
            i++;
        }
        double share = (x - points[i - 1]) / (points[i] - points[i - 1]);
        return cumulative[i - 1] + share * (cumulative[i] - cumulative[i - 1]);
    }

    /**
     * Returns the x below which the given share of the bulk lies.
     *
     * @param probability in [0, 1]
     */
    public double quantile(double probability) {
        Args.requireInRange("probability", probability, 0, 1);
        int i = 1;
        while (i < points.length - 1 && cumulative[i] < probability) {
            i++;
        }
        double step = cumulative[i] - cumulative[i - 1];
        double share = step > 0 ? (probability - cumulative[i - 1]) / step : 0;
        return points[i - 1] + Math.max(0, Math.min(1, share)) * (points[i] - points[i - 1]);
    }

    /** Returns the expected smallest eigenvalue of the bulk. */
    public double smallest() {
        return quantile(Math.min(0.5, EXTREME / count));
    }

    /** Returns the expected largest eigenvalue of the bulk. */
    public double largest() {
        return quantile(Math.max(0.5, 1 - EXTREME / count));
    }

    /** Returns the mean. */
    public double mean() {
        return integral(0, 1);
    }

    /** Returns the variance within one network. */
    public double variance() {
        return integral(mean(), 2);
    }

    private double integral(double centre, int power) {
        double sum = 0;
        for (int i = 1; i < points.length; i++) {
            double left = density[i - 1] * StrictMath.pow(points[i - 1] - centre, power);
            double right = density[i] * StrictMath.pow(points[i] - centre, power);
            sum += 0.5 * (left + right) * (points[i] - points[i - 1]);
        }
        return sum;
    }
}
