package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.function.IntConsumer;

/** {@code A + B}. */
class SumOperator implements SymmetricOperator {
    private final SymmetricOperator first;
    private final SymmetricOperator second;

    private SumOperator(SymmetricOperator first, SymmetricOperator second) {
        Args.requireSame(
                "the dimension of the second operator", second.dimension(), first.dimension(), "add equal ones");
        this.first = first;
        this.second = second;
    }

    /** Returns A + B, which lives on a backend if both live on the same one. */
    static SymmetricOperator of(SymmetricOperator first, SymmetricOperator second) {
        return first instanceof ResidentOperator a && second instanceof ResidentOperator b && a.backend() == b.backend()
                ? new OnBackend(a, b)
                : new SumOperator(first, second);
    }

    @Override
    public int dimension() {
        return first.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        double[] more = new double[y.length];
        first.apply(x, y);
        second.apply(x, more);
        add(more, y);
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        double[][] more = new double[ys.length][dimension()];
        first.applyBatch(xs, ys);
        second.applyBatch(xs, more);
        forEach(ys.length, i -> add(more[i], ys[i]));
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] += x[i];
        }
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        first.forEach(count, task);
    }

    /** The same where both take vectors on one backend. */
    private static final class OnBackend extends SumOperator implements ResidentOperator {
        private final ResidentOperator first;
        private final ResidentOperator second;

        OnBackend(ResidentOperator first, ResidentOperator second) {
            super(first, second);
            this.first = first;
            this.second = second;
        }

        @Override
        public Backend backend() {
            return first.backend();
        }

        @Override
        public boolean resident() {
            return first.resident() && second.resident();
        }

        @Override
        public void apply(Matrix xs, Matrix ys) {
            first.apply(xs, ys);
            try (Matrix more = backend().allocate(ys.rows(), ys.columns())) {
                second.apply(xs, more);
                backend().add(1, more, 1, ys);
            }
        }
    }
}
