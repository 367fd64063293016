package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.check.Args;
import java.util.List;

/**
 * Length and energy of a curve of straight segments of parameters, by Gauss's rule with 24 nodes on each. They do not change with
 * the coordinates in which the *curve* is written, but segments that are straight in other coordinates are other curves.
 *
 * @param length {@code ∫ √(θ̇ᵀ F θ̇)}
 * @param energy {@code ½ ∫ θ̇ᵀ F θ̇} with one unit of time for each segment; length² ≤ 2 · energy · number of segments
 */
public record FisherRaoCurve(double length, double energy) {
    private static final int NODES = 24;
    private static final double[] PLACES = new double[NODES];
    private static final double[] WEIGHTS = new double[NODES];

    static {
        gaussLegendre();
    }

    /** Returns the curve from a to b. Cost: 24 products with the metric. */
    public static FisherRaoCurve segment(StatisticalManifold manifold, double[] a, double[] b) {
        manifold.require("a", a);
        manifold.require("b", b);
        double[] u = new double[a.length];
        double[] theta = new double[a.length];
        for (int i = 0; i < u.length; i++) {
            u[i] = b[i] - a[i];
        }
        double length = 0;
        double energy = 0;
        for (int n = 0; n < NODES; n++) {
            for (int i = 0; i < theta.length; i++) {
                theta[i] = a[i] + PLACES[n] * u[i];
            }
            double square = Math.max(0, manifold.squaredSpeed(theta, u));
            length += WEIGHTS[n] * Math.sqrt(square);
            energy += WEIGHTS[n] * square / 2;
        }
        return new FisherRaoCurve(length, energy);
    }

    /** Returns the curve through points, two or more. */
    public static FisherRaoCurve through(StatisticalManifold manifold, List<double[]> points) {
        Args.requireInRange("points", points.size(), 2, Integer.MAX_VALUE);
        double length = 0;
        double energy = 0;
        for (int k = 1; k < points.size(); k++) {
            FisherRaoCurve segment = segment(manifold, points.get(k - 1), points.get(k));
            length += segment.length;
            energy += segment.energy;
        }
        return new FisherRaoCurve(length, energy);
    }

    /** Finds the roots of the Legendre polynomial by Newton's method, on [0, 1]. */
    private static void gaussLegendre() {
        for (int i = 0; i < NODES; i++) {
            double x = StrictMath.cos(Math.PI * (i + 0.75) / (NODES + 0.5));
            double slope = 0;
            for (int step = 0; step < 100; step++) {
                double before = 1;
                double now = x;
                for (int k = 2; k <= NODES; k++) {
                    double next = ((2 * k - 1) * x * now - (k - 1) * before) / k;
                    before = now;
                    now = next;
                }
                slope = NODES * (x * now - before) / (x * x - 1);
                double change = now / slope;
                x -= change;
                if (Math.abs(change) < 1e-16) {
                    break;
                }
            }
            PLACES[i] = (1 - x) / 2;
            WEIGHTS[i] = 1 / ((1 - x * x) * slope * slope);
        }
    }
}
