package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.graph.ParameterTensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The dual Fisher matrix of a graph, or of the block of one tensor, as a map on the rows: {@code K u = (1/N) S J (Jᵀ Sᵀ u)}. Cost:
 * one VJP and one JVP through the graph.
 */
final class GraphDual extends GraphMatrix {
    GraphDual(GraphSamples source, @Nullable ParameterTensor tensor) {
        super(source, tensor);
    }

    @Override
    public Side side() {
        return Side.DUAL;
    }

    @Override
    public int dimension() {
        return RouteMatrix.dualDimension(source().rows());
    }

    /** Returns {@code Jᵀ Sᵀ u}, a vector like θ. */
    double[] gradient(double[] u) {
        double[] sum = new double[Math.toIntExact(source().parameters())];
        source().forEachBatch(
                        (at, factor, from) -> at.addVjp(factor.combine(source().local(u, from, at.samples())), sum));
        return sum;
    }

    @Override
    public void apply(double[] x, double[] y) {
        synchronized (source()) {
            double[] gradient = gradient(x);
            if (!whole()) {
                int to = first() + Math.toIntExact(order());
                Arrays.fill(gradient, 0, first(), 0);
                Arrays.fill(gradient, to, gradient.length, 0);
            }
            source().forEachBatch((at, factor, from) -> {
                double[] own = factor.project(at.jvp(gradient), 1.0 / source().sites());
                source().global(own, from, at.samples(), y);
            });
        }
    }

    @Override
    public void close() {
        // the samples are their owner's
    }
}
