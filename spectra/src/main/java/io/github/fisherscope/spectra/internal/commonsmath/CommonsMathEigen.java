package io.github.fisherscope.spectra.internal.commonsmath;

import io.github.fisherscope.spectra.internal.DenseEigen;
import org.apache.commons.math3.exception.MaxCountExceededException;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/**
 * Symmetric eigenproblem by Commons Math 3. The library treats entries of the tridiagonal form below a fraction 2⁻⁵³ of
 * its largest entry as zero, which bounds the error by a multiple of u‖A‖, as for the others.
 */
public final class CommonsMathEigen {
    private CommonsMathEigen() {}

    /** Solves for the symmetric matrix with row-major entries {@code a} (n × n). */
    public static DenseEigen solve(double[] a, int n, boolean vectors) {
        double[][] rows = new double[n][n];
        for (int i = 0; i < n; i++) {
            System.arraycopy(a, i * n, rows[i], 0, n);
        }
        EigenDecomposition eig;
        try {
            eig = new EigenDecomposition(new Array2DRowRealMatrix(rows, false));
        } catch (MaxCountExceededException e) {
            throw new ArithmeticException("Commons Math found no eigenvalues of a " + n + " × " + n + " matrix ("
                    + e.getMessage() + "); use another DenseLibrary");
        }
        double[][] v = new double[vectors ? n : 0][];
        for (int i = 0; i < v.length; i++) {
            v[i] = eig.getEigenvector(i).toArray();
        }
        return new DenseEigen(eig.getRealEigenvalues(), v);
    }
}
