package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import org.bytedeco.openblas.global.openblas_full;

/** Systems with a positive definite matrix by LAPACK, in float64 whatever the storage. */
final class LapackCholesky {
    /** A row-major lower triangle is LAPACK's upper triangle. */
    private static final byte UPPER = 'U';

    private LapackCholesky() {}

    /**
     * Replaces every row y by the solution of {@code (A + shift I) x = y}.
     *
     * @param a destroyed
     * @return false, with rows as they were, if a pivot is not positive
     */
    static boolean solve(double shift, StridedMatrix a, StridedMatrix rows) {
        int n = (int) a.rows();
        try (Float64 m = Float64.of(a);
                Float64 x = Float64.of(rows)) {
            double[] pivot = new double[1];
            for (int i = 0; i < n; i++) {
                long at = m.offset() + (long) i * m.lead() + i;
                m.storage().get(at, pivot, 0, 1);
                pivot[0] += shift;
                m.storage().put(at, pivot, 0, 1);
            }
            int info = openblas_full.LAPACKE_dpotrf(Lapack.COLUMN_MAJOR, UPPER, n, m.pointer(), m.lead());
            if (info > 0) {
                return false;
            }
            Lapack.requireSuccess("dpotrf", info);
            info = openblas_full.LAPACKE_dpotrs(
                    Lapack.COLUMN_MAJOR, UPPER, n, (int) rows.rows(), m.pointer(), m.lead(), x.pointer(), x.lead());
            Lapack.requireSuccess("dpotrs", info);
            x.writeTo(rows);
            return true;
        }
    }
}
