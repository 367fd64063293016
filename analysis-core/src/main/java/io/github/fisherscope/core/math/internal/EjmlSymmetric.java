package io.github.fisherscope.core.math.internal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues of a small symmetric matrix by EJML, on one thread. */
public final class EjmlSymmetric {
    private EjmlSymmetric() {}

    /**
     * Returns the eigenvalues in no particular order.
     *
     * @param a n × n
     * @throws ArithmeticException if the iteration does not converge
     */
    public static double[] eigenvalues(double[] a, int n) {
        EigenDecomposition_F64<DMatrixRMaj> solver = DecompositionFactory_DDRM.eig(n, false, true);
        if (!solver.decompose(DMatrixRMaj.wrap(n, n, a.clone()))) {
            throw new ArithmeticException("the eigenvalues of a %s x %s matrix were not found".formatted(n, n));
        }
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = solver.getEigenvalue(i).getReal();
        }
        return values;
    }
}
