package io.github.fisherscope.geometry.transport;

/**
 * Solves L x = r for the Laplacian of a weighted graph, given by its weights alone. Eliminating nodes without a subtraction
 * (Grassmann, Taksar and Heyman 1985) keeps every entry to relative rounding, however weakly parts of the graph are
 * joined: an ordinary factorisation of the diagonal and off-diagonal entries loses the couplings that are small beside them.
 * O(n³/6) multiply-adds in place.
 */
final class LaplacianSolver {
    private LaplacianSolver() {}

    /**
     * Returns a solution with x₀ = 0; the right-hand side should add up to 0. Where a part of the graph is not joined to
     * what comes before it, its first node is set to 0 too.
     *
     * @param weights lower triangle, row i holding the weights to nodes 0 … i−1; destroyed
     * @param right right-hand side; destroyed
     */
    static double[] solve(double[][] weights, double[] right) {
        int n = right.length;
        double[] sums = new double[n];
        for (int k = n - 1; k > 0; k--) {
            double[] row = weights[k];
            double sum = 0;
            for (int j = 0; j < k; j++) {
                sum += row[j];
            }
            sums[k] = sum;
            if (!(sum > 0)) {
                continue;
            }
            for (int i = 1; i < k; i++) {
                double share = row[i] / sum;
                if (share != 0) {
                    double[] target = weights[i];
                    for (int j = 0; j < i; j++) {
                        target[j] += share * row[j];
                    }
                }
            }
            double carried = right[k] / sum;
            for (int j = 0; j < k; j++) {
                right[j] += carried * row[j];
            }
        }
        double[] x = new double[n];
        for (int k = 1; k < n; k++) {
            if (sums[k] > 0) {
                double value = right[k];
                for (int j = 0; j < k; j++) {
                    value += weights[k][j] * x[j];
                }
                x[k] = value / sums[k];
            }
        }
        return x;
    }
}
