package io.github.fisherscope.spectra.lanczos;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.internal.Vectors;

/** −A, whose largest eigenvalues are the smallest of A. */
class Negated implements SymmetricOperator {
    private final SymmetricOperator operator;

    private Negated(SymmetricOperator operator) {
        this.operator = operator;
    }

    /** Returns −A, which lives where A does. */
    static SymmetricOperator of(SymmetricOperator operator) {
        return operator instanceof ResidentOperator there ? new OnBackend(there) : new Negated(operator);
    }

    @Override
    public int dimension() {
        return operator.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        operator.apply(x, y);
        Vectors.scale(-1, y);
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        operator.applyBatch(xs, ys);
        for (double[] y : ys) {
            Vectors.scale(-1, y);
        }
    }

    /** −A for an operator that takes vectors on its backend. */
    private static final class OnBackend extends Negated implements ResidentOperator {
        private final ResidentOperator there;

        OnBackend(ResidentOperator there) {
            super(there);
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
            backend().add(-1, ys, 0, ys);
        }
    }
}
