package io.github.fisherscope.meanfield.internal;

import java.util.Arrays;
import java.util.Locale;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Eigenvalues and eigenvectors of dense symmetric matrices. */
public final class SymmetricEigen {
    private final double[] values;
    private final double[][] vectors;

    private SymmetricEigen(double[] values, double[][] vectors) {
        this.values = values;
        this.vectors = vectors;
    }

    /**
     * Returns the eigenvalues in descending order. Cost: about 4n³/3 operations.
     *
     * @param matrix n×n, row by row; not changed
     * @throws ArithmeticException if the iteration does not converge
     */
    public static double[] values(double[] matrix, int n) {
        return decompose(matrix, n, false).values;
    }

    /** Returns eigenvalues and eigenvectors. */
    public static SymmetricEigen of(double[] matrix, int n) {
        return decompose(matrix, n, true);
    }

    private static SymmetricEigen decompose(double[] matrix, int n, boolean wantVectors) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, wantVectors, true);
        DMatrixRMaj a = new DMatrixRMaj(n, n, true, matrix.clone());
        if (!eigen.decompose(a)) {
            throw new ArithmeticException(
                    String.format(Locale.ROOT, "the eigenvalues of a symmetric %d×%d matrix did not converge", n, n));
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                (i, j) -> Double.compare(
                        eigen.getEigenvalue(j).getReal(), eigen.getEigenvalue(i).getReal()));
        double[] values = new double[n];
        double[][] vectors = new double[wantVectors ? n : 0][];
        for (int i = 0; i < n; i++) {
            values[i] = eigen.getEigenvalue(order[i]).getReal();
            if (wantVectors) {
                vectors[i] = eigen.getEigenVector(order[i]).getData().clone();
            }
        }
        return new SymmetricEigen(values, vectors);
    }

    /** Returns the i-th largest eigenvalue. */
    public double value(int i) {
        return values[i];
    }

    /** Returns entry j of the eigenvector of the i-th largest eigenvalue. */
    public double vector(int i, int j) {
        return vectors[i][j];
    }
}
