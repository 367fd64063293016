package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.graph.ParameterTensor;
import org.jspecify.annotations.Nullable;

/**
 * The Fisher matrix of a graph, or the block of one tensor, as a map on parameter space: {@code F v = (1/N) Σ Jᵀ Q (J v)} over
 * all N sites. Cost: one JVP and one VJP through the graph, about four forward passes, and a forward pass more where the data
 * pass through in batches.
 */
final class GraphProducts extends GraphMatrix {
    GraphProducts(GraphSamples source, @Nullable ParameterTensor tensor) {
        super(source, tensor);
    }

    @Override
    public int dimension() {
        return Math.toIntExact(order());
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[] direction = placed(x);
        double[] sum = new double[direction.length];
        synchronized (source()) {
            source().forEachBatch((at, factor, from) -> {
                double[] jv = at.jvp(direction);
                at.addVjp(factor.applyOutputFisher(jv, 1.0 / source().sites()), sum);
            });
        }
        System.arraycopy(sum, first(), y, 0, y.length);
    }

    /** {@inheritDoc} From one tangent. */
    @Override
    public double quadraticForm(double[] v) {
        double[] direction = placed(v);
        double[] sum = new double[1];
        synchronized (source()) {
            source().forEachBatch((at, factor, from) -> {
                double[] jv = at.jvp(direction);
                double[] g = factor.applyOutputFisher(jv, 1.0 / source().sites());
                for (int i = 0; i < g.length; i++) {
                    sum[0] += g[i] * jv[i];
                }
            });
        }
        return sum[0];
    }

    @Override
    public double[] diagonal() {
        return part(parameterDiagonal());
    }

    @Override
    public void close() {
        // the samples are their owner's
    }
}
