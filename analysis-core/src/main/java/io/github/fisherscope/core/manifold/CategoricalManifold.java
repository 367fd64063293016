package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.check.Args;

/**
 * Distributions on n states with the parameters p_1 … p_{n−1}, p_n being the rest: a piece of the sphere of radius 2, which
 * {@code 2√p} maps to, of curvature ¼.
 */
public final class CategoricalManifold implements StatisticalManifold {
    private final int states;

    /**
     * @param states n, two or more
     */
    public CategoricalManifold(int states) {
        this.states = Args.requireInRange("states", states, 2, 10_000);
    }

    @Override
    public int dimension() {
        return states - 1;
    }

    private double rest(double[] theta) {
        double rest = 1;
        for (double p : theta) {
            rest -= Args.requirePositive("probability", p);
        }
        return Args.requirePositive("last probability", rest);
    }

    @Override
    public double[] metric(double[] theta) {
        int n = dimension();
        double last = 1 / rest(theta);
        double[] g = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                g[i * n + j] = last + (i == j ? 1 / theta[i] : 0);
            }
        }
        return g;
    }

    @Override
    public double[] christoffel(double[] theta, double[] u) {
        double last = rest(theta);
        double moved = 0;
        for (double x : u) {
            moved -= x;
        }
        double common = moved / last * (moved / last) / 2;
        double[] gamma = new double[u.length];
        for (int k = 0; k < u.length; k++) {
            gamma[k] = common - u[k] / theta[k] * (u[k] / theta[k]) / 2;
        }
        return gamma;
    }

    /** Returns the distance of two distributions, {@code 2 arccos Σ √(pq)}. */
    public double distance(double[] a, double[] b) {
        double squares = square(rest(require("a", a)), rest(require("b", b)));
        for (int i = 0; i < a.length; i++) {
            squares += square(a[i], b[i]);
        }
        return 4 * StrictMath.asin(Math.min(1, Math.sqrt(squares) / 2));
    }

    private static double square(double p, double q) {
        double d = Math.sqrt(p) - Math.sqrt(q);
        return d * d;
    }
}
