package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.function.IntConsumer;

/** {@code B A B}. */
class SandwichOperator implements SymmetricOperator {
    private final SymmetricOperator outer;
    private final SymmetricOperator inner;

    private SandwichOperator(SymmetricOperator outer, SymmetricOperator inner) {
        Args.requireSame(
                "the dimension of the outer operator", outer.dimension(), inner.dimension(), "compose equal ones");
        this.outer = outer;
        this.inner = inner;
    }

    /** Returns B A B, which lives on a backend if both live on the same one. */
    static SymmetricOperator of(SymmetricOperator outer, SymmetricOperator inner) {
        return outer instanceof ResidentOperator b && inner instanceof ResidentOperator a && a.backend() == b.backend()
                ? new OnBackend(b, a)
                : new SandwichOperator(outer, inner);
    }

    @Override
    public int dimension() {
        return inner.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[] between = new double[y.length];
        outer.apply(x, between);
        inner.apply(between, y);
        System.arraycopy(y, 0, between, 0, y.length);
        outer.apply(between, y);
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        double[][] between = new double[ys.length][dimension()];
        double[][] images = new double[ys.length][dimension()];
        outer.applyBatch(xs, between);
        inner.applyBatch(between, images);
        outer.applyBatch(images, ys);
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        inner.forEach(count, task);
    }

    /** The same where both take vectors on one backend. */
    private static final class OnBackend extends SandwichOperator implements ResidentOperator {
        private final ResidentOperator outer;
        private final ResidentOperator inner;

        OnBackend(ResidentOperator outer, ResidentOperator inner) {
            super(outer, inner);
            this.outer = outer;
            this.inner = inner;
        }

        @Override
        public Backend backend() {
            return inner.backend();
        }

        @Override
        public boolean resident() {
            return outer.resident() && inner.resident();
        }

        @Override
        public void apply(Matrix xs, Matrix ys) {
            try (Matrix between = backend().allocate(ys.rows(), ys.columns());
                    Matrix images = backend().allocate(ys.rows(), ys.columns())) {
                outer.apply(xs, between);
                inner.apply(between, images);
                outer.apply(images, ys);
            }
        }
    }
}
