package io.github.fisherscope.benchmarks;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.divergence.DiscreteMeasure;
import io.github.fisherscope.geometry.transport.CostMatrix;
import io.github.fisherscope.geometry.transport.PointSet;
import io.github.fisherscope.geometry.transport.RelaxedConfig;
import io.github.fisherscope.geometry.transport.RelaxedPlan;
import io.github.fisherscope.geometry.transport.RelaxedTransport;
import java.util.Locale;

/**
 * What an entropy-relaxed transport problem takes, on points and weights that {@code peers/peer_transport.py} makes too. Prints
 * seconds (the best of five), C_λ, and the error of the marginals.
 */
public final class RelaxedTransportTime {
    private static final int RUNS = 5;

    private RelaxedTransportTime() {}

    /** Arguments: the number of states, and λ as a share of the largest cost. */
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        PointSet from = PointSet.line(spread(n, 0.6180339887498949));
        PointSet to = PointSet.line(spread(n, 0.7548776662466927));
        CostMatrix cost = CostMatrix.squaredDistance(from, to);
        double lambda =
                Double.parseDouble(args[1]) * cost.entries().stream().max().orElseThrow();
        DiscreteMeasure p = DiscreteMeasure.proportionalTo("p", weights(n, 0.5698402909980532));
        DiscreteMeasure q = DiscreteMeasure.proportionalTo("q", weights(n, 0.8191725133961645));
        RelaxedTransport transport = RelaxedTransport.of(cost, RelaxedConfig.defaults());
        double best = Double.POSITIVE_INFINITY;
        RelaxedPlan plan = transport.solve(p, q, lambda);
        for (int run = 0; run < RUNS; run++) {
            long start = System.nanoTime();
            plan = transport.solve(p, q, lambda);
            best = Math.min(best, (System.nanoTime() - start) * 1e-9);
        }
        System.out.printf(Locale.ROOT, "%.4f %.15g %.2e%n", best, plan.cost(), plan.marginalError());
    }

    private static RealVector spread(int n, double step) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = (i + 1) * step % 1;
        }
        return RealVector.takingOver(x);
    }

    private static RealVector weights(int n, double step) {
        return RealVector.takingOver(spread(n, step).stream().map(x -> x * x).toArray());
    }
}
