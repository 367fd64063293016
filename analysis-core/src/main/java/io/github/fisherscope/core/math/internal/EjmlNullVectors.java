package io.github.fisherscope.core.math.internal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** All right singular vectors of a matrix by EJML, those that have no singular value included; on one thread. */
public final class EjmlNullVectors {
    private final double[] values;
    private final DMatrixRMaj v;

    /**
     * @param a rows × columns, row by row
     * @throws ArithmeticException if the iteration does not converge
     */
    public EjmlNullVectors(double[] a, int rows, int columns) {
        DMatrixRMaj square = square(a, rows, columns);
        SingularValueDecomposition_F64<DMatrixRMaj> solver =
                DecompositionFactory_DDRM.svd(square.numRows, columns, false, true, false);
        if (!solver.decompose(square)) {
            throw new ArithmeticException(
                    "the singular values of a %s x %s matrix were not found".formatted(rows, columns));
        }
        values = solver.getSingularValues().clone();
        v = solver.getV(null, false);
    }

    /** Returns the upper triangle of a tall matrix, which has the same right singular vectors, or a wide one with rows of zeros. */
    private static DMatrixRMaj square(double[] a, int rows, int columns) {
        DMatrixRMaj all = new DMatrixRMaj(Math.max(rows, columns), columns);
        System.arraycopy(a, 0, all.data, 0, a.length);
        if (rows <= columns) {
            return all;
        }
        QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(rows, columns);
        qr.decompose(all); // false says that some column is zero, which does no harm here
        return qr.getR(null, true);
    }

    /** Returns one value per column, in no particular order. */
    public double[] values() {
        return values.clone();
    }

    /** Returns the vector of value {@code i}. */
    public double[] vector(int i) {
        double[] x = new double[v.numRows];
        for (int r = 0; r < x.length; r++) {
            x[r] = v.get(r, i);
        }
        return x;
    }
}
