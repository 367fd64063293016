package io.github.fisherscope.core.operator;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import java.util.function.IntConsumer;

/** {@code αA + σI}. */
class AffineOperator implements SymmetricOperator {
    private final SymmetricOperator operator;
    private final double factor;
    private final double shift;

    private AffineOperator(SymmetricOperator operator, double factor, double shift) {
        this.operator = operator;
        this.factor = Args.requireFinite("factor", factor);
        this.shift = Args.requireFinite("shift", shift);
    }

    /** Returns {@code αA + σI}, which lives where A does. */
    static SymmetricOperator of(SymmetricOperator operator, double factor, double shift) {
        return operator instanceof ResidentOperator there
                ? new OnBackend(there, factor, shift)
                : new AffineOperator(operator, factor, shift);
    }

    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        operator.apply(x, y);
        combine(x, y);
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        operator.applyBatch(xs, ys);
        forEach(ys.length, i -> combine(xs[i], ys[i]));
    }

    private void combine(double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            y[i] *= factor;
        }
        for (int i = 0; shift != 0 && i < y.length; i++) {
            y[i] += shift * x[i];
        }
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        operator.forEach(count, task);
    }

    /** The same where A takes vectors on its backend. */
    private static final class OnBackend extends AffineOperator implements ResidentOperator {
        private final ResidentOperator there;

        OnBackend(ResidentOperator there, double factor, double shift) {
            super(there, factor, shift);
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
            there.apply(xs, ys);
            if (super.shift == 0) {
                backend().add(super.factor, ys, 0, ys);
            } else {
                backend().add(super.shift, xs, super.factor, ys);
            }
        }
    }
}
