package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.TensorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The diagonal blocks of parameter tensors with all their entries, each on the side where it has fewer rows, many from one pass
 * over the samples: as many at a time as memory allows, and where all rows go down at once each as it comes by.
 */
final class GraphBlocks {
    /** Bytes that blocks may take which are made at the same time. */
    private static final long HELD_BYTES = 1L << 30;

    /** Bytes of formed rows at once. */
    private static final long ROW_BYTES = 64L << 20;

    private final GraphSamples source;

    GraphBlocks(GraphSamples source) {
        this.source = source;
    }

    /** What is done with a block; it is closed afterwards. */
    interface Visitor {
        /**
         * Takes a block.
         *
         * @param number of the tensor, counted from 0
         */
        void take(int number, FisherMatrix block);
    }

    private long edge(int number) {
        return Math.min(source.graph().tensors().get(number).shape().size(), source.rows());
    }

    /** Hands over the blocks of some tensors, in any order. */
    void forEach(List<Integer> numbers, Visitor visitor) {
        boolean atOnce = source.rowBatch() >= source.samples();
        long budget = WorkMemory.of(source.backend(), HELD_BYTES);
        List<Integer> group = new ArrayList<>();
        double bytes = 0;
        for (int number : numbers) {
            double own = (double) edge(number) * edge(number) * source.backend().precision().bytes();
            if (!atOnce && !group.isEmpty() && bytes + own > budget) {
                make(group, false, visitor);
                group.clear();
                bytes = 0;
            }
            group.add(number);
            bytes += own;
        }
        if (!group.isEmpty()) {
            make(group, atOnce, visitor);
        }
    }

    private void make(List<Integer> group, boolean atOnce, Visitor visitor) {
        @Nullable Matrix[] blocks = new Matrix[source.graph().tensors().size()];
        try {
            List<Integer> wide =
                    group.stream().filter(k -> edge(k) == source.rows()).toList();
            GraphSamples.OfTensor narrow = (number, rows) -> {
                if (group.contains(number)) {
                    addSquares(rows, block(blocks, number));
                }
            };
            if (wide.isEmpty()) {
                source.forEachTensor(narrow);
            } else {
                new GraphTiles(source, wide::contains)
                        .forEachTensor(
                                (number, rows, first, second, tile) -> {
                                    GraphEntries.place(source, first, second, tile, block(blocks, number));
                                    if (atOnce) {
                                        handOver(blocks, number, visitor);
                                    }
                                },
                                narrow);
            }
            group.stream()
                    .filter(number -> blocks[number] != null)
                    .forEach(number -> handOver(blocks, number, visitor));
        } finally {
            Arrays.stream(blocks).filter(b -> b != null).forEach(Matrix::close);
        }
    }

    private Matrix block(@Nullable Matrix[] blocks, int number) {
        Matrix block = blocks[number];
        if (block == null) {
            block = source.backend().allocate(edge(number), edge(number));
            blocks[number] = block;
        }
        return block;
    }

    private void handOver(@Nullable Matrix[] blocks, int number, Visitor visitor) {
        Matrix block = block(blocks, number);
        FisherMatrix.Side side = edge(number) == source.rows() ? FisherMatrix.Side.DUAL : FisherMatrix.Side.PARAMETERS;
        blocks[number] = null;
        ParameterTensor tensor = source.graph().tensors().get(number);
        try (GraphEntries entries = GraphEntries.of(source, tensor, side, block)) {
            visitor.take(number, entries);
        }
    }

    /** Adds {@code (1/N) Gᵀ G} of the rows G of one tensor. */
    private void addSquares(TensorRows rows, Matrix block) {
        Backend backend = source.backend();
        long p = block.rows();
        long atOnce = Math.max(1, ROW_BYTES / (p * backend.precision().bytes()));
        for (long from = 0; from < rows.count(); from += atOnce) {
            long to = Math.min(rows.count(), from + atOnce);
            try (Matrix g = backend.allocate(to - from, p)) {
                rows.write(backend, from, to, g, rows.tensor().offset());
                backend.multiply(1.0 / source.sites(), g, Transpose.YES, g, Transpose.NO, 1, block);
            }
        }
    }
}
