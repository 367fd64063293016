package io.github.fisherscope.core.backend.internal.shared;

import io.github.fisherscope.core.check.Args;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** Systems with a positive definite matrix by EJML, in float64 whatever the storage, on one thread. */
final class EjmlCholesky {
    /** The largest n with n² entries in one Java array. */
    private static final int LARGEST = 46_340;

    private EjmlCholesky() {}

    /**
     * Replaces every row y by the solution of {@code (A + shift I) x = y}; the lower triangle of A counts.
     *
     * @return false, with rows as they were, if a pivot is not positive
     */
    static boolean solve(double shift, StridedMatrix a, StridedMatrix rows) {
        Args.require(
                a.rows() <= LARGEST,
                "a is %s; this backend solves systems of up to %d × %d, use openblas",
                a,
                LARGEST,
                LARGEST);
        int n = (int) a.rows();
        DMatrixRMaj full = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            a.get(i, 0, full.data, i * n, i + 1);
            for (int j = 0; j < i; j++) {
                full.data[j * n + i] = full.data[i * n + j];
            }
            full.data[i * n + i] += shift;
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(n);
        if (!solver.setA(full)) {
            return false;
        }
        int count = (int) rows.rows();
        DMatrixRMaj right = new DMatrixRMaj(n, 1);
        DMatrixRMaj solution = new DMatrixRMaj(n, 1);
        for (int k = 0; k < count; k++) {
            rows.get(k, 0, right.data, 0, n);
            solver.solve(right, solution);
            rows.put(k, 0, solution.data, 0, n);
        }
        return true;
    }
}
