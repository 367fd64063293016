package io.github.fisherscope.core.math.internal;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/** Singular values and vectors by EJML's implicit QR algorithm, on one thread. */
public final class EjmlSingularValues {
    private final SingularValueDecomposition_F64<DMatrixRMaj> solver;
    private final DMatrixRMaj u;
    private final DMatrixRMaj v;

    /**
     * @param a rows × columns, row by row
     * @throws ArithmeticException if the iteration does not converge
     */
    public EjmlSingularValues(double[] a, int rows, int columns) {
        solver = DecompositionFactory_DDRM.svd(rows, columns, true, true, true);
        if (!solver.decompose(DMatrixRMaj.wrap(rows, columns, a.clone()))) {
            throw new ArithmeticException(
                    "the singular values of a %s x %s matrix were not found".formatted(rows, columns));
        }
        u = solver.getU(null, false);
        v = solver.getV(null, false);
    }

    /** Returns the number of singular values, the smaller dimension. */
    public int count() {
        return solver.numberOfSingularValues();
    }

    /** Returns the singular values in no particular order. */
    public double[] values() {
        return solver.getSingularValues();
    }

    /** Returns {@code V (weights ∘ Uᵀ b)}. */
    public double[] combine(double[] b, double[] weights) {
        return combine(u, b, weights);
    }

    /** Returns {@code V (weights ∘ Vᵀ b)}. */
    public double[] combineRight(double[] b, double[] weights) {
        return combine(v, b, weights);
    }

    private double[] combine(DMatrixRMaj left, double[] b, double[] weights) {
        double[] result = new double[v.numRows];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] == 0) {
                continue;
            }
            double dot = 0;
            for (int r = 0; r < b.length; r++) {
                dot += left.get(r, i) * b[r];
            }
            for (int c = 0; c < result.length; c++) {
                result[c] += weights[i] * dot * v.get(c, i);
            }
        }
        return result;
    }
}
