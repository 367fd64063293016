package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;

/** The Laplacian of a weighted graph without direction, for solving equations with it. Not thread-safe. */
public final class Laplacian {
    private final double[][] weights;

    /** Makes the graph of {@code nodes} nodes without edges. */
    public Laplacian(int nodes) {
        Args.requireInRange("nodes", nodes, 1, 1 << 15);
        weights = new double[nodes][];
        for (int i = 0; i < nodes; i++) {
            weights[i] = new double[i];
        }
    }

    /** Adds a weight, 0 or greater, to the edge between two different nodes. */
    public void join(int a, int b, double weight) {
        weights[Math.max(a, b)][Math.min(a, b)] += Args.requireNonNegative("weight", weight);
    }

    /** Returns whether every node can be reached from node 0 along edges of positive weight. */
    public boolean connected() {
        boolean[] reached = new boolean[weights.length];
        reached[0] = true;
        boolean more = true;
        while (more) {
            more = false;
            for (int i = 0; i < weights.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (weights[i][j] > 0 && reached[i] != reached[j]) {
                        reached[i] = true;
                        reached[j] = true;
                        more = true;
                    }
                }
            }
        }
        for (boolean r : reached) {
            if (!r) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns x with L x = r and x₀ = 0, every entry to relative rounding however weak some edges are; O(n³/6).
     *
     * @param right r; its entries should add up to 0
     */
    public double[] solve(double[] right) {
        Args.requireSame("right.size", right.length, weights.length, "give one entry for each node");
        double[][] copy = new double[weights.length][];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = weights[i].clone();
        }
        return LaplacianSolver.solve(copy, right.clone());
    }
}
