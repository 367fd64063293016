package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.linear.GraphDescent;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.TensorRows;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The tiles of the dual Fisher matrix of a graph: for every pair of batches the sum over tensors of the inner products of their
 * rows, {@code (1/N) Σ_l J_l J_lᵀ}. Each pair is formed once; the tile of its transpose is not. The rows of both batches go down
 * through the graph side by side, so that those of one tensor at a time are there.
 */
final class GraphTiles {
    private final GraphSamples source;
    private final IntPredicate wanted;

    /**
     * @param wanted which tensors take part, by their numbers
     */
    GraphTiles(GraphSamples source, IntPredicate wanted) {
        this.source = source;
        this.wanted = wanted;
    }

    /** What is done with the tile of two batches. */
    interface Sink {
        /**
         * Takes a tile; {@code first} is at least {@code second}.
         *
         * @param first number of the first sample of the batch of the tile's rows
         * @param second the same of its columns
         * @param tile row (r, s, t) at (r·S + s)·T_b + t; it is used again afterwards
         */
        void accept(int first, int second, Matrix tile);
    }

    /** What is done with one tensor's share of a tile. */
    interface TensorSink {
        /**
         * Takes a tile.
         *
         * @param number of the tensor
         * @param rows the tensor's rows in the first batch
         * @param tile as for the sum of all tensors
         */
        void accept(int number, TensorRows rows, int first, int second, Matrix tile);
    }

    /** One batch. */
    private record Batch(GraphLinearization at, OutputFactor factor, int from, long rows) {}

    private Batch batch(GraphLinearization at, OutputFactor factor, int from) {
        return new Batch(at, factor, from, (long) factor.rowsPerSample() * source.positions() * at.samples());
    }

    /**
     * Forms all tiles on and below the diagonal of batches.
     *
     * @param sink takes the sums over tensors; null where the moments alone are wanted
     * @param shares takes each tensor's share
     */
    DualMoments accumulate(@Nullable Sink sink, TensorSink shares) {
        int tensors = source.graph().tensors().size();
        double[] traces = new double[tensors];
        double[] squares = new double[tensors + 1];
        double[] weight = new double[1];
        forEachPair((rows, columns) -> {
            weight[0] = rows.from == columns.from ? 1 : 2;
            try (Matrix sum = source.backend().allocate(rows.rows, columns.rows)) {
                forEachTensor(
                        rows,
                        columns,
                        (number, own, first, second, tile) -> {
                            if (first == second) {
                                traces[number] +=
                                        RealVector.of(own.squaredNorms()).sum() / source.sites();
                            }
                            squares[number] += weight[0] * source.backend().dot(tile, tile);
                            source.backend().add(1, tile, 1, sum);
                            shares.accept(number, own, first, second, tile);
                        },
                        (number, own) -> {});
                squares[tensors] += weight[0] * source.backend().dot(sum, sum);
                if (sink != null) {
                    sink.accept(rows.from, columns.from, sum);
                }
            }
        });
        return new DualMoments(RealVector.of(traces), RealVector.of(squares).slice(0, tensors), squares[tensors]);
    }

    /** Returns the moments. */
    DualMoments moments() {
        return accumulate(null, (number, rows, first, second, tile) -> {});
    }

    /**
     * Forms all tiles on and below the diagonal of batches, tensor by tensor.
     *
     * @param others takes the rows of the tensors that have no part in tiles, once for every batch
     */
    void forEachTensor(TensorSink sink, GraphSamples.OfTensor others) {
        forEachPair((rows, columns) -> forEachTensor(rows, columns, sink, others));
    }

    /** What is done with two batches. */
    private interface Pair {
        void of(Batch rows, Batch columns);
    }

    private void forEachPair(Pair pair) {
        int size = source.rowBatch();
        source.forEachBatch(size, (at, factor, from) -> {
            Batch own = batch(at, factor, from);
            pair.of(own, own);
            for (int before = 0; before < from; before += size) {
                source.withBatch(
                        before,
                        size,
                        (other, otherFactor, otherFrom) -> pair.of(own, batch(other, otherFactor, otherFrom)));
            }
        });
    }

    private void forEachTensor(Batch rows, Batch columns, TensorSink sink, GraphSamples.OfTensor others) {
        Backend backend = source.backend();
        boolean same = rows.from == columns.from;
        try (GraphDescent down = source.descent(rows.at, rows.factor);
                GraphDescent across = same ? down : source.descent(columns.at, columns.factor);
                Matrix tile = backend.allocate(rows.rows, columns.rows)) {
            for (List<GraphDescent.Complete> left = down.next(); !left.isEmpty(); left = down.next()) {
                List<GraphDescent.Complete> right = same ? left : across.next();
                for (int i = 0; i < left.size(); i++) {
                    TensorRows own = left.get(i).rows();
                    if (wanted.test(left.get(i).number())) {
                        backend.fill(tile, 0);
                        own.addGram(
                                backend,
                                0,
                                rows.rows,
                                right.get(i).rows(),
                                0,
                                columns.rows,
                                1.0 / source.sites(),
                                tile);
                        sink.accept(left.get(i).number(), own, rows.from, columns.from, tile);
                    } else if (same) {
                        others.take(left.get(i).number(), own);
                    }
                }
            }
        }
    }
}
