package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.internal.SymmetricEigen;

/**
 * Nodes and weights, which add up to 1.
 *
 * @param nodes in ascending order
 * @param weights of the nodes
 */
record GaussRule(RealVector nodes, RealVector weights) {

    /** Returns the Gauss rule of the standard normal distribution. */
    static GaussRule normal(int n) {
        double[] diagonal = new double[n];
        double[] beside = new double[n];
        for (int i = 0; i < n; i++) {
            beside[i] = Math.sqrt(i + 1.0);
        }
        return of(diagonal, beside);
    }

    /** Returns the Gauss rule of χ² with the given number of degrees of freedom. */
    static GaussRule chiSquare(int n, int degrees) {
        double a = 0.5 * degrees - 1;
        double[] diagonal = new double[n];
        double[] beside = new double[n];
        for (int i = 0; i < n; i++) {
            diagonal[i] = 2 * (2 * i + 1 + a);
            beside[i] = 2 * Math.sqrt((i + 1) * (i + 1 + a));
        }
        return of(diagonal, beside);
    }

    /**
     * Returns the Gauss rule of the free (Marchenko-Pastur) law of mean 1 and variance {@code ratio}, in closed form: nodes of
     * the second Chebyshev kind over the support, with the weights of the square-root density over x.
     *
     * @param ratio in [0, 1); 0 gives one node
     */
    static GaussRule free(int n, double ratio) {
        if (ratio <= 0) {
            return new GaussRule(RealVector.of(1), RealVector.of(1));
        }
        double[] x = new double[n];
        double[] w = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double angle = Math.PI * (n - i) / (n + 1);
            x[i] = 1 + ratio + 2 * Math.sqrt(ratio) * StrictMath.cos(angle);
            w[i] = StrictMath.pow(StrictMath.sin(angle), 2) / x[i];
            sum += w[i];
        }
        for (int i = 0; i < n; i++) {
            w[i] /= sum;
        }
        return new GaussRule(RealVector.of(x), RealVector.of(w));
    }

    /** Nodes are the eigenvalues of the tridiagonal recursion matrix; a weight is 1/Σ p_k² of the orthonormal polynomials. */
    private static GaussRule of(double[] diagonal, double[] beside) {
        int n = diagonal.length;
        double[] matrix = new double[n * n];
        for (int i = 0; i < n; i++) {
            matrix[i * n + i] = diagonal[i];
            if (i + 1 < n) {
                matrix[i * n + i + 1] = beside[i];
                matrix[(i + 1) * n + i] = beside[i];
            }
        }
        double[] descending = SymmetricEigen.values(matrix, n);
        double[] nodes = new double[n];
        double[] weights = new double[n];
        for (int i = 0; i < n; i++) {
            nodes[i] = descending[n - 1 - i];
            double previous = 0;
            double current = 1;
            double sum = 1;
            for (int k = 0; k + 1 < n; k++) {
                double next = ((nodes[i] - diagonal[k]) * current - (k > 0 ? beside[k - 1] : 0) * previous) / beside[k];
                previous = current;
                current = next;
                sum += next * next;
            }
            weights[i] = 1 / sum;
        }
        return new GaussRule(RealVector.of(nodes), RealVector.of(weights));
    }

    int size() {
        return nodes.size();
    }

    double node(int i) {
        return nodes.get(i);
    }

    double weight(int i) {
        return weights.get(i);
    }

    /** Returns the rule of {@code 1 + scale·x}. */
    GaussRule aroundOne(double scale) {
        double[] x = nodes.toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = 1 + scale * x[i];
        }
        return new GaussRule(RealVector.of(x), weights);
    }
}
