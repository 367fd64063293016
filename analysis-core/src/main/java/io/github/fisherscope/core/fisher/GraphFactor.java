package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.ParameterTensor;
import org.jspecify.annotations.Nullable;

/**
 * The factor G (n × P) of {@code F = GᵀG} for a network of any layers, or its columns of one parameter tensor, which is never
 * stored: its entries are {@code S J/√N}. Products take a JVP or a VJP through the graph. Made by {@link GraphFisher#factor}.
 */
public final class GraphFactor {
    private final GraphSamples source;
    private final @Nullable ParameterTensor tensor;
    private final GraphDual dual;

    GraphFactor(GraphSamples source, @Nullable ParameterTensor tensor) {
        this.source = source;
        this.tensor = tensor;
        this.dual = new GraphDual(source, tensor);
    }

    public Backend backend() {
        return source.backend();
    }

    /** Returns n. */
    public int rows() {
        return Math.toIntExact(source.rows());
    }

    /** Returns P, or the number of the tensor's entries. */
    public int columns() {
        return Math.toIntExact(dual.order());
    }

    private double scale() {
        return 1 / Math.sqrt((double) source.sites());
    }

    /** Returns {@code G v}. */
    public double[] times(double[] v) {
        Args.requireSame("the length of v", v.length, columns(), "give one number per column");
        double[] direction = dual.placed(v);
        double[] y = new double[rows()];
        source.forEachBatch(
                (at, factor, from) -> source.global(factor.project(at.jvp(direction), scale()), from, at.samples(), y));
        return y;
    }

    /** Returns {@code Gᵀ y}. */
    public double[] transposed(double[] y) {
        Args.requireSame("the length of y", y.length, rows(), "give one number per row");
        double[] v = dual.part(dual.gradient(y));
        for (int i = 0; i < v.length; i++) {
            v[i] *= scale();
        }
        return v;
    }

    /** Returns the diagonal of GᵀG. */
    public double[] diagonal() {
        return dual.part(source.diagonal());
    }

    /** Returns G Gᵀ (n × n) as a new matrix that the caller closes. */
    public Matrix gram() {
        return GraphEntries.entriesOfDual(source, tensor);
    }

    /** Returns GᵀG as a new matrix that the caller closes. */
    public Matrix product() {
        return GraphEntries.entriesOfParameters(source, tensor);
    }
}
