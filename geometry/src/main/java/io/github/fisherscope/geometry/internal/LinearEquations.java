package io.github.fisherscope.geometry.internal;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.SingularMatrixException;

/** Systems of as many equations as unknowns, by elimination with pivots. */
public final class LinearEquations {
    private LinearEquations() {}

    /**
     * Returns x with A x = b; entries that are not finite, or none at all, where A is singular to the last digit.
     *
     * @param matrix A by rows; used as it is
     * @param right b
     */
    public static double[] solve(double[][] matrix, double[] right) {
        try {
            return new LUDecomposition(new Array2DRowRealMatrix(matrix, false), Double.MIN_NORMAL)
                    .getSolver()
                    .solve(new ArrayRealVector(right, false))
                    .toArray();
        } catch (SingularMatrixException e) {
            return new double[0];
        }
    }
}
