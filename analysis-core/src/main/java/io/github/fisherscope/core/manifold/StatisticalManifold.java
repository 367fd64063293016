package io.github.fisherscope.core.manifold;

import io.github.fisherscope.core.check.Args;

/**
 * A family of distributions with parameters θ and its Fisher metric g(θ), with exact first derivatives of the metric in the form
 * of Christoffel symbols.
 */
public interface StatisticalManifold {
    /** Returns P, the number of parameters. */
    int dimension();

    /** Returns g(θ), entry {@code i·P + j}. */
    double[] metric(double[] theta);

    /**
     * Returns {@code Γ_k(u, u) = Σ_ij Γ_{ij,k} u_i u_j}, the Christoffel symbols of the first kind of the metric's own
     * connection along one direction: P numbers.
     */
    double[] christoffel(double[] theta, double[] u);

    /** Returns {@code uᵀ g(θ) u}, the squared speed of a curve through θ with the velocity u. */
    default double squaredSpeed(double[] theta, double[] u) {
        double[] g = metric(theta);
        double sum = 0;
        for (int i = 0; i < u.length; i++) {
            for (int j = 0; j < u.length; j++) {
                sum += g[i * u.length + j] * u[i] * u[j];
            }
        }
        return sum;
    }

    /** Returns all {@code Γ_{ij,k}}, entry {@code (i·P + j)·P + k}, from those along sums of two axes. */
    default double[] firstKind(double[] theta) {
        int n = dimension();
        double[][] single = new double[n][];
        double[] u = new double[n];
        for (int i = 0; i < n; i++) {
            u[i] = 1;
            single[i] = christoffel(theta, u);
            u[i] = 0;
        }
        double[] all = new double[n * n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                u[i] += 1;
                u[j] += 1;
                double[] both = christoffel(theta, u);
                u[i] = 0;
                u[j] = 0;
                for (int k = 0; k < n; k++) {
                    double value = i == j ? single[i][k] : (both[k] - single[i][k] - single[j][k]) / 2;
                    all[(i * n + j) * n + k] = value;
                    all[(j * n + i) * n + k] = value;
                }
            }
        }
        return all;
    }

    /** Requires P finite numbers. */
    default double[] require(String name, double[] values) {
        Args.requireSame("the length of " + name, values.length, dimension(), "give one number per parameter");
        for (double value : values) {
            Args.requireFinite(name, value);
        }
        return values;
    }
}
