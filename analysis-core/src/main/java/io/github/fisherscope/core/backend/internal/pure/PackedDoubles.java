package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.internal.shared.CpuEngine.Operand;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import java.util.Arrays;

/**
 * Product of one tile in float64: both operands are packed into heap rows, {@value #DEPTH} inner indices at a time, and
 * the rows of c are accumulated four by four with fused multiply-adds over two rows of b. The inner loop runs over
 * whole arrays with the same bare index and has no dependency between iterations: that is the form which the JVM's
 * compiler turns into vector instructions (an index with an offset, or a longer body, is not: measured a factor of 3 to
 * 6 slower). The arithmetic does not depend on it, because each entry of c is one chain of fused operations in the
 * order of the inner index.
 *
 * <p>Error: |fl(c) − c| ≤ γ_(k+2) (|alpha| |A||B| + |beta C|) with the unit roundoff of float64. {@link PackedFloats} is its
 * twin.
 */
final class PackedDoubles {
    /** Inner indices packed at a time: DEPTH rows of b stay in the second-level cache. */
    private static final int DEPTH = 128;

    /** Rows and columns of the largest tile. */
    static final int EDGE = 256;

    private final double[][] a = new double[EDGE][DEPTH];
    private final double[][] b = new double[DEPTH][EDGE];
    private final double[][] sum = new double[EDGE][EDGE];
    private final double[] line = new double[Math.max(DEPTH, EDGE)];
    private final double[] result = new double[EDGE];

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
            accumulate(m, n, k);
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

    private void accumulate(int m, int n, int k) {
        int i = 0;
        for (; i + 3 < m; i += 4) {
            int p = 0;
            for (; p + 1 < k; p += 2) {
                fourRows(a, i, p, b[p], b[p + 1], sum, n);
            }
            if (p < k) {
                for (int r = i; r < i + 4; r++) {
                    oneRow(a[r][p], b[p], sum[r], n);
                }
            }
        }
        for (; i < m; i++) {
            for (int p = 0; p < k; p++) {
                oneRow(a[i][p], b[p], sum[i], n);
            }
        }
    }

    private static void oneRow(double a, double[] b, double[] c, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    private static void fourRows(double[][] a, int i, int p, double[] b0, double[] b1, double[][] c, int n) {
        double a00 = a[i][p];
        double a01 = a[i][p + 1];
        double a10 = a[i + 1][p];
        double a11 = a[i + 1][p + 1];
        double a20 = a[i + 2][p];
        double a21 = a[i + 2][p + 1];
        double a30 = a[i + 3][p];
        double a31 = a[i + 3][p + 1];
        double[] c0 = c[i];
        double[] c1 = c[i + 1];
        double[] c2 = c[i + 2];
        double[] c3 = c[i + 3];
        for (int j = 0; j < n; j++) {
            double x0 = b0[j];
            double x1 = b1[j];
            c0[j] = Math.fma(a01, x1, Math.fma(a00, x0, c0[j]));
            c1[j] = Math.fma(a11, x1, Math.fma(a10, x0, c1[j]));
            c2[j] = Math.fma(a21, x1, Math.fma(a20, x0, c2[j]));
            c3[j] = Math.fma(a31, x1, Math.fma(a30, x0, c3[j]));
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
