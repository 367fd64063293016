package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.check.Args;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Symmetric eigenproblems by EJML's tridiagonal QR algorithm, in float64 whatever the storage, on one thread. */
final class EjmlEigenSolver {
    /** The largest n with n² entries in one Java array. */
    private static final int LARGEST = 46_340;

    private EjmlEigenSolver() {}

    static double[] values(StridedMatrix a) {
        EigenDecomposition_F64<DMatrixRMaj> solver = solve(a, false);
        double[] values = new double[(int) a.rows()];
        for (int i = 0; i < values.length; i++) {
            values[i] = solver.getEigenvalue(i).getReal();
        }
        Arrays.sort(values);
        return values;
    }

    static double[] pairs(StridedMatrix a, StridedMatrix vectors) {
        EigenDecomposition_F64<DMatrixRMaj> solver = solve(a, true);
        int n = (int) a.rows();
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble(
                        (Integer i) -> -solver.getEigenvalue(i).getReal()))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] values = new double[(int) vectors.rows()];
        for (int k = 0; k < values.length; k++) {
            values[k] = solver.getEigenvalue(order[k]).getReal();
            vectors.put(k, 0, solver.getEigenVector(order[k]).data, 0, n);
        }
        return values;
    }

    private static EigenDecomposition_F64<DMatrixRMaj> solve(StridedMatrix a, boolean withVectors) {
        Args.require(
                a.rows() <= LARGEST,
                "a is %s; the java backend diagonalises up to %d × %d, use openblas",
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
        }
        EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(n, withVectors, true);
        if (!solver.decompose(full)) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "the QR algorithm did not converge on a %d × %d matrix; scale it or use openblas",
                    n,
                    n));
        }
        return solver;
    }
}
