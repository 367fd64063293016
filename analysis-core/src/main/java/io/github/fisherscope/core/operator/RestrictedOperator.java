package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.function.IntConsumer;

/** The block of A on the rows and columns {@code from} to {@code to} (exclusive). */
class RestrictedOperator implements BatchedOperator {
    private final SymmetricOperator operator;
    private final int from;
    private final int size;

    private RestrictedOperator(SymmetricOperator operator, int from, int to) {
        Args.require(
                0 <= from && from < to && to <= operator.dimension(),
                "the block is [%d, %d) of an operator of dimension %d; it must hold at least one of its rows and no other",
                from,
                to,
                operator.dimension());
        this.operator = operator;
        this.from = from;
        this.size = to - from;
    }

    /** Returns the block, which lives where A does. */
    static SymmetricOperator of(SymmetricOperator operator, int from, int to) {
        return operator instanceof ResidentOperator there
                ? new OnBackend(there, from, to)
                : new RestrictedOperator(operator, from, to);
    }

    @Override
    public int dimension() {
        return size;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        double[][] padded = new double[xs.length][operator.dimension()];
        double[][] images = new double[xs.length][operator.dimension()];
        for (int i = 0; i < xs.length; i++) {
            System.arraycopy(xs[i], 0, padded[i], from, size);
        }
        operator.applyBatch(padded, images);
        for (int i = 0; i < xs.length; i++) {
            System.arraycopy(images[i], from, ys[i], 0, size);
        }
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        operator.forEach(count, task);
    }

    /** The same where A takes vectors on its backend. */
    private static final class OnBackend extends RestrictedOperator implements ResidentOperator {
        private final ResidentOperator there;

        OnBackend(ResidentOperator there, int from, int to) {
            super(there, from, to);
            this.there = there;
        }

        @Override
        public Backend backend() {
            return there.backend();
        }

        @Override
        public boolean resident() {
            return there.resident();
        }

        @Override
        public void apply(Matrix xs, Matrix ys) {
            int n = there.dimension();
            try (Matrix padded = backend().allocate(xs.rows(), n);
                    Matrix images = backend().allocate(xs.rows(), n)) {
                backend().copy(xs, padded.view(0, super.from, xs.rows(), super.size));
                there.apply(padded, images);
                backend().copy(images.view(0, super.from, xs.rows(), super.size), ys);
            }
        }
    }
}
