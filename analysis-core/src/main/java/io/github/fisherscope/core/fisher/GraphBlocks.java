package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.linear.TensorRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    private final boolean atOnce;

    GraphBlocks(GraphSamples source) {
        this.source = source;
        this.atOnce = source.rowBatch() >= source.samples();
    }

    /** Takes the entries of a block, and closes them. */
    interface Visitor {
        /**
         * Takes entries.
         *
         * @param number of the tensor, counted from 0
         */
        void take(int number, FisherMatrix.Side side, Matrix entries);
    }

    private long edge(int number) {
        return Math.min(source.graph().tensors().get(number).shape().size(), source.rows());
    }

    private double bytes(int number) {
        return (double) edge(number)
                * edge(number)
                * source.backend().precision().bytes();
    }

    /** Returns whether the blocks of these tensors can be made in one pass. */
    boolean fit(List<Integer> numbers) {
        return atOnce || numbers.stream().mapToDouble(this::bytes).sum() <= WorkMemory.of(source.backend(), HELD_BYTES);
    }

    /** Hands over the blocks of some tensors, in any order. */
    void forEach(List<Integer> numbers, Visitor visitor) {
        List<Integer> group = new ArrayList<>();
        for (int number : numbers) {
            group.add(number);
            if (!fit(group) && group.size() > 1) {
                group.remove(group.size() - 1);
                make(group, visitor);
                group.clear();
                group.add(number);
            }
        }
        if (!group.isEmpty()) {
            make(group, visitor);
        }
    }

    private void make(List<Integer> numbers, Visitor visitor) {
        try (Group group = new Group(numbers, visitor)) {
            if (group.wide.isEmpty()) {
                source.forEachTensor(group::addRows);
            } else {
                new GraphTiles(source, group.wide::contains).forEachTensor(group::addTile, group::addRows);
            }
            group.finish();
        }
    }

    /** Builds the dual matrix and hands over the blocks of some tensors on the way. */
    GraphEntries withDual(List<Integer> numbers, Visitor visitor) {
        try (Group group = new Group(numbers, visitor)) {
            GraphEntries dual = GraphEntries.ofDual(source, null, group::addTile);
            try {
                group.finish();
                return dual;
            } catch (RuntimeException | Error e) {
                dual.close();
                throw e;
            }
        }
    }

    /** Blocks that are made in one pass. */
    private final class Group implements AutoCloseable {
        private final Set<Integer> all;
        private final Set<Integer> wide = new TreeSet<>();
        private final @Nullable Matrix[] blocks =
                new Matrix[source.graph().tensors().size()];
        private final Visitor visitor;

        Group(List<Integer> numbers, Visitor visitor) {
            this.all = new TreeSet<>(numbers);
            this.visitor = visitor;
            numbers.stream().filter(k -> edge(k) == source.rows()).forEach(wide::add);
        }

        void addRows(int number, TensorRows rows) {
            if (all.contains(number)) {
                addSquares(rows, block(number));
            }
        }

        void addTile(int number, TensorRows rows, int first, int second, Matrix tile) {
            if (!wide.contains(number)) {
                if (first == second) {
                    addRows(number, rows);
                }
                return;
            }
            GraphEntries.place(source, first, second, tile, block(number));
            if (atOnce) {
                handOver(number);
            }
        }

        void finish() {
            for (int number = 0; number < blocks.length; number++) {
                if (blocks[number] != null) {
                    handOver(number);
                }
            }
        }

        private Matrix block(int number) {
            Matrix block = blocks[number];
            if (block == null) {
                block = source.backend().allocate(edge(number), edge(number));
                blocks[number] = block;
            }
            return block;
        }

        private void handOver(int number) {
            Matrix block = block(number);
            FisherMatrix.Side side = wide.contains(number) ? FisherMatrix.Side.DUAL : FisherMatrix.Side.PARAMETERS;
            blocks[number] = null;
            visitor.take(number, side, block);
        }

        @Override
        public void close() {
            Arrays.stream(blocks).filter(b -> b != null).forEach(Matrix::close);
        }
    }

    /** Adds {@code (1/N) Gᵀ G} of the rows G of one tensor. */
    private void addSquares(TensorRows rows, Matrix block) {
        Backend backend = source.backend();
        long p = block.rows();
        long rowsAtOnce = Math.max(1, ROW_BYTES / (p * backend.precision().bytes()));
        for (long from = 0; from < rows.count(); from += rowsAtOnce) {
            long to = Math.min(rows.count(), from + rowsAtOnce);
            try (Matrix g = backend.allocate(to - from, p)) {
                rows.write(backend, from, to, g, rows.tensor().offset());
                backend.multiply(1.0 / source.sites(), g, Transpose.YES, g, Transpose.NO, 1, block);
            }
        }
    }
}
