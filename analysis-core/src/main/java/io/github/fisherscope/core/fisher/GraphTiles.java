package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphSensitivities;
import io.github.fisherscope.core.linear.TensorRows;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of the dual Fisher matrix of a graph: for every pair of batches the sum over tensors of the inner products of their
 * rows, {@code (1/N) Σ_l J_l J_lᵀ}. Each pair is formed once; the tile of its transpose is not.
 */
final class GraphTiles {
    private final GraphSamples source;
    private final @Nullable ParameterTensor only;

    /**
     * @param only the tensor whose block is meant, or null for all
     */
    GraphTiles(GraphSamples source, @Nullable ParameterTensor only) {
        this.source = source;
        this.only = only;
    }

    /** What is done with the tile of two batches. */
    interface Sink {
        /**
         * Takes a tile; {@code first} is at least {@code second}.
         *
         * @param first number of the first sample of the batch of the tile's rows
         * @param second the same of its columns
         * @param tile row (r, s, t) at (r·S + s)·T_b + t
         */
        void accept(int first, int second, Matrix tile);
    }

    /** The rows of one batch. */
    private record Batch(GraphLinearization at, GraphSensitivities rows, int from) {}

    /**
     * Forms all tiles on and below the diagonal of batches.
     *
     * @param sink takes the sums over tensors; null where the moments alone are wanted
     */
    DualMoments accumulate(@Nullable Sink sink) {
        int tensors = source.graph().tensors().size();
        double[] traces = new double[tensors];
        double[] squares = new double[tensors + 1];
        int batch = source.rowBatch();
        source.forEachBatch(batch, (at, factor, from) -> {
            try (GraphSensitivities rows = source.rows(at, factor)) {
                Batch own = new Batch(at, rows, from);
                addTraces(rows.tensors(), traces);
                addTile(own, own, squares, sink);
                for (int before = 0; before < from; before += batch) {
                    source.withBatch(before, batch, (other, otherFactor, otherFrom) -> {
                        try (GraphSensitivities otherRows = source.rows(other, otherFactor)) {
                            addTile(own, new Batch(other, otherRows, otherFrom), squares, sink);
                        }
                    });
                }
            }
        });
        return new DualMoments(RealVector.of(traces), RealVector.of(squares).slice(0, tensors), squares[tensors]);
    }

    private void addTraces(List<TensorRows> rows, double[] traces) {
        for (int k = 0; k < traces.length; k++) {
            traces[k] += RealVector.of(rows.get(k).squaredNorms()).sum() / source.sites();
        }
    }

    private void addTile(Batch rows, Batch columns, double[] squares, @Nullable Sink sink) {
        Backend backend = source.backend();
        long n = rows.rows.rows();
        long m = columns.rows.rows();
        double weight = rows.from == columns.from ? 1 : 2;
        try (Matrix sum = backend.allocate(n, m);
                Matrix own = backend.allocate(n, m)) {
            for (int k = 0; k < rows.rows.tensors().size(); k++) {
                TensorRows left = rows.rows.tensors().get(k);
                if (only != null && !left.tensor().equals(only)) {
                    continue;
                }
                backend.fill(own, 0);
                left.addGram(backend, 0, n, columns.rows.tensors().get(k), 0, m, 1.0 / source.sites(), own);
                squares[k] += weight * backend.dot(own, own);
                backend.add(1, own, 1, sum);
            }
            squares[squares.length - 1] += weight * backend.dot(sum, sum);
            if (sink != null) {
                sink.accept(rows.from, columns.from, sum);
            }
        }
    }
}
