package io.github.fisherscope.spectra.internal.ojalgo;

import io.github.fisherscope.spectra.internal.DenseEigen;
import org.ojalgo.array.Array1D;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/** Symmetric eigenproblem by ojAlgo. */
public final class OjalgoEigen {
    private OjalgoEigen() {}

    /** Solves for the symmetric matrix with row-major entries {@code a} (n × n). */
    public static DenseEigen solve(double[] a, int n, boolean vectors) {
        R064Store store = R064Store.FACTORY.make(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                store.set(i, j, a[i * n + j]);
            }
        }
        Eigenvalue<Double> eig = Eigenvalue.R064.make(n, true);
        boolean solved = vectors ? eig.decompose(store) : eig.computeValuesOnly(store);
        if (!solved) {
            throw new ArithmeticException(
                    "ojAlgo found no eigenvalues of a " + n + " × " + n + " matrix; use another DenseLibrary");
        }
        double[] values = new double[n];
        Array1D<org.ojalgo.scalar.ComplexNumber> found = eig.getEigenvalues();
        for (int i = 0; i < n; i++) {
            values[i] = found.get(i).doubleValue();
        }
        double[][] rows = new double[vectors ? n : 0][n];
        if (vectors) {
            MatrixStore<Double> v = eig.getV();
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    rows[i][j] = v.doubleValue(j, i);
                }
            }
        }
        return new DenseEigen(values, rows);
    }
}
