package io.github.fisherscope.geometry.internal;

import io.github.fisherscope.core.math.RealVector;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Small systems of equations by singular values. */
public final class LeastSquares {
    private LeastSquares() {}

    /** Returns A⁺ b, the least x of those that leave the least residual, for a square A row by row. */
    public static RealVector solve(RealVector matrix, RealVector right) {
        int k = right.size();
        double[][] rows = new double[k][k];
        for (int i = 0; i < k; i++) {
            matrix.copyTo(i * k, rows[i], 0, k);
        }
        return RealVector.takingOver(new SingularValueDecomposition(new Array2DRowRealMatrix(rows))
                .getSolver()
                .solve(new ArrayRealVector(right.toArray()))
                .toArray());
    }
}
