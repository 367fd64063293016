package io.github.fisherscope.spectra.internal.ejml;

import io.github.fisherscope.spectra.internal.DenseEigen;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Symmetric eigenproblem by EJML: Householder tridiagonalisation and implicit QR. */
public final class EjmlEigen {
    private EjmlEigen() {}

    /** Solves for the symmetric matrix with row-major entries {@code a} (n × n). */
    public static DenseEigen solve(double[] a, int n, boolean vectors) {
        EigenDecomposition_F64<DMatrixRMaj> eig = DecompositionFactory_DDRM.eig(n, vectors, true);
        if (!eig.decompose(DMatrixRMaj.wrap(n, n, a.clone()))) {
            throw new ArithmeticException("EJML found no eigenvalues of a " + n + " × " + n
                    + " matrix (its QR iteration did not converge); use another DenseLibrary");
        }
        double[] values = new double[n];
        double[][] rows = vectors ? new double[n][] : new double[0][];
        for (int i = 0; i < n; i++) {
            values[i] = eig.getEigenvalue(i).getReal();
            if (vectors) {
                rows[i] = eig.getEigenVector(i).getData().clone();
            }
        }
        return new DenseEigen(values, rows);
    }
}
