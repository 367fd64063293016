package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.internal.shared.CpuEngine.Operand;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import java.util.Arrays;

/**
 * Product of one tile in float32: both operands are packed into heap rows, {@value #DEPTH} inner indices at a time, and
 * a {@link FloatKernel} adds their products to the rows of c.
 *
 * <p>Error: |fl(c) − c| ≤ γ_(k+2) (|alpha| |A||B| + |beta C|) with the unit roundoff of float32. {@link PackedDoubles} is its
 * twin.
 */
final class PackedFloats {
    /** Inner indices packed at a time: DEPTH rows of b stay in the second-level cache. */
    private static final int DEPTH = 128;

    /** Rows and columns of the largest tile. */
    static final int EDGE = 256;

    private final float[][] a = new float[EDGE][DEPTH];
    private final float[][] b = new float[DEPTH][EDGE];
    private final float[][] sum = new float[EDGE][EDGE];
    private final float[] line = new float[Math.max(DEPTH, EDGE)];
    private final double[] result = new double[EDGE];
    private final FloatKernel kernel;

    PackedFloats(FloatKernel kernel) {
        this.kernel = kernel;
    }

    /** Computes {@code c ← alpha op(a) op(b) + beta c} for a tile c of at most EDGE × EDGE. */
    void multiply(double alpha, Operand left, Operand right, double beta, StridedMatrix c) {
        int m = (int) c.rows();
        int n = (int) c.columns();
        for (int i = 0; i < m; i++) {
            Arrays.fill(sum[i], 0, n, 0);
        }
        long depth = left.columns();
        for (long from = 0; from < depth; from += DEPTH) {
            int k = (int) Math.min(DEPTH, depth - from);
            pack(left.matrix(), left.transposed(), from, m, k);
            packRight(right.matrix(), right.transposed(), from, k, n);
            kernel.accumulate(a, b, sum, m, n, k);
        }
        store(alpha, beta, c);
    }

    private void pack(StridedMatrix source, boolean transposed, long from, int m, int k) {
        if (!transposed) {
            for (int i = 0; i < m; i++) {
                source.get(i, from, a[i], 0, k);
            }
            return;
        }
        for (int p = 0; p < k; p++) {
            source.get(from + p, 0, line, 0, m);
            for (int i = 0; i < m; i++) {
                a[i][p] = line[i];
            }
        }
    }

    private void packRight(StridedMatrix source, boolean transposed, long from, int k, int n) {
        if (!transposed) {
            for (int p = 0; p < k; p++) {
                source.get(from + p, 0, b[p], 0, n);
            }
            return;
        }
        for (int j = 0; j < n; j++) {
            source.get(j, from, line, 0, k);
            for (int p = 0; p < k; p++) {
                b[p][j] = line[p];
            }
        }
    }

    private void store(double alpha, double beta, StridedMatrix c) {
        int n = (int) c.columns();
        for (int i = 0; i < c.rows(); i++) {
            if (beta == 0) {
                for (int j = 0; j < n; j++) {
                    result[j] = alpha * sum[i][j];
                }
            } else {
                c.get(i, 0, result, 0, n);
                for (int j = 0; j < n; j++) {
                    result[j] = Math.fma(beta, result[j], alpha * sum[i][j]);
                }
            }
            c.put(i, 0, result, 0, n);
        }
    }
}
