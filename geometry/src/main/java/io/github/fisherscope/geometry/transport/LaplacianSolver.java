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
        return solve(weights, right, new double[right.length], Double.POSITIVE_INFINITY);
    }

    /**
     * Returns a solution for a right-hand side that is known to its rounding only. What a part of the graph sends to the rest is a
     * sum that nearly cancels; below the rounding of its entries it is noise, which a weak coupling would turn into a huge step, and
     * is taken as 0.
     *
     * @param rounding by how much each entry of the right-hand side may be wrong; destroyed
     * @param largest how far a node may at most move from the mean of those it is joined to
     */
    static double[] solve(double[][] weights, double[] right, double[] rounding, double largest) {
        int n = right.length;
        double[] sums = new double[n];
        for (int k = n - 1; k > 0; k--) {
            double[] row = weights[k];
            double sum = 0;
            for (int j = 0; j < k; j++) {
                sum += row[j];
            }
            sums[k] = sum;
            right[k] = Math.abs(right[k]) > rounding[k] ? right[k] : 0;
            if (sum > 0) {
                eliminate(weights, k, sum);
                for (int j = 0; j < k; j++) {
                    right[j] += right[k] / sum * row[j];
                    rounding[j] += rounding[k] / sum * row[j];
                }
            }
        }
        double[] x = new double[n];
        for (int k = 1; k < n; k++) {
            if (sums[k] > 0) {
                double mean = 0;
                for (int j = 0; j < k; j++) {
                    mean += weights[k][j] / sums[k] * x[j];
                }
                x[k] = mean + Math.max(-largest, Math.min(largest, right[k] / sums[k]));
            }
        }
        return x;
    }

    private static void eliminate(double[][] weights, int k, double sum) {
        double[] row = weights[k];
        for (int i = 1; i < k; i++) {
            double share = row[i] / sum;
            if (share != 0) {
                double[] target = weights[i];
                for (int j = 0; j < i; j++) {
                    target[j] += share * row[j];
                }
            }
        }
    }
}
