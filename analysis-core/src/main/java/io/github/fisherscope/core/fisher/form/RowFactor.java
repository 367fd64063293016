package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;

/** A matrix Z (n × m) with {@code F = ZᵀZ} for a Fisher matrix or one of its diagonal blocks. */
interface RowFactor {
    Backend backend();

    /** Returns n. */
    int rows();

    /** Returns m. */
    int columns();

    /** Returns Z v. */
    double[] times(double[] v);

    /** Returns Zᵀ y. */
    double[] transposed(double[] y);

    /** Returns the diagonal of ZᵀZ. */
    double[] diagonal();

    /** Returns Z Zᵀ (n × n) as a new matrix. */
    Matrix gram();

    /** Returns ZᵀZ (m × m) as a new matrix. */
    Matrix product();

    /** Gives memory back. */
    default void close() {}

    /** A factor whose rows can be had one by one. */
    interface ByRows extends RowFactor {
        /** Writes row {@code i} to the start of {@code target}. */
        void row(int i, double[] target);

        @Override
        default Matrix product() {
            return DenseForm.product(this);
        }
    }
}
