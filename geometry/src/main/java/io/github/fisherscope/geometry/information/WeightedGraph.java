package io.github.fisherscope.geometry.information;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.Laplacian;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The geometry of transport between distributions on the nodes of a graph (Li and Zhao's Wasserstein information matrix, in the
 * discrete form of Maas 2011): a change v of p costs vᵀ L(p)⁺ v, with the Laplacian L(p) = Σ w_ij m(p_i, p_j)
 * (e_i−e_j)(e_i−e_j)ᵀ.
 *
 * @param nodes number of nodes
 * @param edges edges with their weights
 * @param mean the mean of the masses at both ends
 */
public record WeightedGraph(int nodes, List<Edge> edges, EdgeMean mean) {
    /** An edge without direction. */
    public record Edge(int from, int to, double weight) {}

    public WeightedGraph {
        Args.requireInRange("nodes", nodes, 1, 1 << 15);
        edges = List.copyOf(edges);
        for (int k = 0; k < edges.size(); k++) {
            Edge e = edges.get(k);
            Args.requireInRange("edges[" + k + "].from", e.from(), 0, nodes - 1);
            Args.requireInRange("edges[" + k + "].to", e.to(), 0, nodes - 1);
            Args.requireThat(
                    e.from() != e.to(), "edges[" + k + "].to", e.to(), "an edge must join two different nodes");
            Args.requirePositive("edges[" + k + "].weight", e.weight());
        }
    }

    /** Returns the path 0 − 1 − … − (n−1) with unit weights: a line cut into n cells. */
    public static WeightedGraph path(int n, EdgeMean mean) {
        return new WeightedGraph(
                n, IntStream.range(1, n).mapToObj(i -> new Edge(i - 1, i, 1)).toList(), mean);
    }

    /**
     * Returns the Wasserstein information matrix JᵀL(p)⁺J of a family of distributions, k × k row by row; O(n³).
     *
     * @param p the distribution at the parameters, positive on every node
     * @param jacobian ∂p_i/∂θ_a, n × k row by row; its columns have the sum 0
     */
    public RealVector informationMatrix(DiscreteMeasure p, RealVector jacobian) {
        int k = columns(p, jacobian);
        double[] matrix = new double[k * k];
        for (int a = 0; a < k; a++) {
            double[] solution = laplacian(p).solve(column(jacobian, k, a));
            for (int b = 0; b < k; b++) {
                double[] other = column(jacobian, k, b);
                for (int i = 0; i < nodes; i++) {
                    matrix[a * k + b] += solution[i] * other[i];
                }
            }
        }
        return RealVector.takingOver(matrix);
    }

    /**
     * Returns the flow ṗ = −L(p) ∇E of an energy with the gradient ∇E in p: the natural gradient of this geometry in a
     * family that contains every distribution. The Fisher metric's is ṗ = −(diag p − ppᵀ) ∇E.
     */
    public RealVector naturalFlow(DiscreteMeasure p, RealVector gradient) {
        check(p);
        Args.requireSame("gradient.size", gradient.size(), nodes, "it needs one entry for each node");
        double[] flow = new double[nodes];
        for (Edge e : edges) {
            double current = e.weight()
                    * mean.of(p.get(e.from()), p.get(e.to()))
                    * (gradient.get(e.from()) - gradient.get(e.to()));
            flow[e.from()] -= current;
            flow[e.to()] += current;
        }
        return RealVector.takingOver(flow);
    }

    private Laplacian laplacian(DiscreteMeasure p) {
        Laplacian laplacian = new Laplacian(nodes);
        for (Edge e : edges) {
            laplacian.join(e.from(), e.to(), e.weight() * mean.of(p.get(e.from()), p.get(e.to())));
        }
        Args.requireThat(
                laplacian.connected(),
                "graph",
                nodes + " nodes and " + edges.size() + " edges",
                "it must be connected by edges that carry mass",
                "give p mass on every node, and edges between all parts");
        return laplacian;
    }

    private int columns(DiscreteMeasure p, RealVector jacobian) {
        check(p);
        Args.requireThat(
                !jacobian.isEmpty() && jacobian.size() % nodes == 0,
                "jacobian.size",
                jacobian.size(),
                "it must be a multiple of the " + nodes + " nodes");
        int k = jacobian.size() / nodes;
        for (int a = 0; a < k; a++) {
            double[] column = column(jacobian, k, a);
            double sum = RealVector.of(column).sum();
            double size = RealVector.of(column).stream().map(Math::abs).sum();
            Args.requireThat(
                    Math.abs(sum) <= 1e-9 * size,
                    "jacobian column " + a,
                    "a list with the sum " + sum,
                    "its sum must be 0, since the mass stays 1");
        }
        return k;
    }

    private void check(DiscreteMeasure p) {
        Args.requireSame("p.size", p.size(), nodes, "p needs one entry for each node");
    }

    private double[] column(RealVector jacobian, int k, int a) {
        double[] column = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            column[i] = jacobian.get(i * k + a);
        }
        return column;
    }
}
