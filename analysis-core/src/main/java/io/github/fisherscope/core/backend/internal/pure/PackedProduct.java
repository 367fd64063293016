package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.internal.shared.CpuEngine.Operand;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;

/**
 * Matrix product of one tile in float64, whatever the storage: both operands are packed into heap panels of
 * {@value #DEPTH} inner indices, row panels of c are accumulated with fused multiply-adds over rows of the second
 * panel, four rows and four inner indices at a time. That inner loop has no dependency between iterations, so the JVM's
 * compiler turns it into vector instructions; the arithmetic is the same with or without them, because each entry of c
 * is one chain of fused operations in the order of the inner index.
 *
 * <p>Error: |fl(c) − c| ≤ γ_(k+2) (|alpha| |A||B| + |beta C|) in float64, and one rounding to the storage's precision.
 */
final class PackedProduct {
    /** Inner indices packed at a time: a panel row block of b stays in the second-level cache. */
    private static final int DEPTH = 128;

    private PackedProduct() {}

    static void run(double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        int m = (int) c.rows();
        int n = (int) c.columns();
        long depth = a.transposed() ? a.matrix().rows() : a.matrix().columns();
        double[] sum = new double[m * n];
        double[] aPanel = new double[m * DEPTH];
        double[] bPanel = new double[n * DEPTH];
        for (long from = 0; from < depth; from += DEPTH) {
            int k = (int) Math.min(DEPTH, depth - from);
            if (a.transposed()) {
                packLeftTransposed(a.matrix(), from, k, m, aPanel);
            } else {
                packLeft(a.matrix(), from, m, k, aPanel);
            }
            if (b.transposed()) {
                packRightTransposed(b.matrix(), from, k, n, bPanel);
            } else {
                packRight(b.matrix(), from, k, n, bPanel);
            }
            accumulate(m, n, k, aPanel, bPanel, sum);
        }
        store(alpha, sum, beta, c);
    }

    /** Packs m rows of k entries from column {@code from} on. */
    private static void packLeft(StridedMatrix a, long from, int m, int k, double[] panel) {
        for (int i = 0; i < m; i++) {
            a.get(i, from, panel, i * k, k);
        }
    }

    /** Packs k rows of n entries from row {@code from} on. */
    private static void packRight(StridedMatrix b, long from, int k, int n, double[] panel) {
        for (int p = 0; p < k; p++) {
            b.get(from + p, 0, panel, p * n, n);
        }
    }

    /** Packs the transpose of k rows of m entries from row {@code from} on as m rows of k entries. */
    private static void packLeftTransposed(StridedMatrix a, long from, int k, int m, double[] panel) {
        double[] line = new double[m];
        for (int p = 0; p < k; p++) {
            a.get(from + p, 0, line, 0, m);
            for (int i = 0; i < m; i++) {
                panel[i * k + p] = line[i];
            }
        }
    }

    /** Packs the transpose of n rows of k entries from column {@code from} on as k rows of n entries. */
    private static void packRightTransposed(StridedMatrix b, long from, int k, int n, double[] panel) {
        double[] line = new double[k];
        for (int j = 0; j < n; j++) {
            b.get(j, from, line, 0, k);
            for (int p = 0; p < k; p++) {
                panel[p * n + j] = line[p];
            }
        }
    }

    /** Adds the product of an m × k and a k × n panel to the m × n array {@code sum}. */
    private static void accumulate(int m, int n, int k, double[] a, double[] b, double[] sum) {
        int i = 0;
        for (; i + 3 < m; i += 4) {
            int p = 0;
            for (; p + 3 < k; p += 4) {
                fourByFour(a, i * k + p, k, b, p * n, n, sum, i * n);
            }
            for (; p < k; p++) {
                for (int r = i; r < i + 4; r++) {
                    oneByOne(a[r * k + p], b, p * n, n, sum, r * n);
                }
            }
        }
        for (; i < m; i++) {
            for (int p = 0; p < k; p++) {
                oneByOne(a[i * k + p], b, p * n, n, sum, i * n);
            }
        }
    }

    private static void oneByOne(double a, double[] b, int bAt, int n, double[] c, int cAt) {
        for (int j = 0; j < n; j++) {
            c[cAt + j] = Math.fma(a, b[bAt + j], c[cAt + j]);
        }
    }

    private static void fourByFour(double[] a, int aAt, int k, double[] b, int bAt, int n, double[] c, int cAt) {
        for (int r = 0; r < 4; r += 2) {
            twoByFour(a, aAt + r * k, k, b, bAt, n, c, cAt + r * n);
        }
    }

    private static void twoByFour(double[] a, int aAt, int k, double[] b, int bAt, int n, double[] c, int cAt) {
        double a00 = a[aAt];
        double a01 = a[aAt + 1];
        double a02 = a[aAt + 2];
        double a03 = a[aAt + 3];
        double a10 = a[aAt + k];
        double a11 = a[aAt + k + 1];
        double a12 = a[aAt + k + 2];
        double a13 = a[aAt + k + 3];
        int b1 = bAt + n;
        int b2 = b1 + n;
        int b3 = b2 + n;
        int c1 = cAt + n;
        for (int j = 0; j < n; j++) {
            double x0 = b[bAt + j];
            double x1 = b[b1 + j];
            double x2 = b[b2 + j];
            double x3 = b[b3 + j];
            c[cAt + j] = Math.fma(a03, x3, Math.fma(a02, x2, Math.fma(a01, x1, Math.fma(a00, x0, c[cAt + j]))));
            c[c1 + j] = Math.fma(a13, x3, Math.fma(a12, x2, Math.fma(a11, x1, Math.fma(a10, x0, c[c1 + j]))));
        }
    }

    private static void store(double alpha, double[] sum, double beta, StridedMatrix c) {
        int n = (int) c.columns();
        double[] line = new double[n];
        for (int i = 0; i < c.rows(); i++) {
            if (beta != 0) {
                c.get(i, 0, line, 0, n);
            }
            for (int j = 0; j < n; j++) {
                double product = alpha * sum[i * n + j];
                line[j] = beta == 0 ? product : Math.fma(beta, line[j], product);
            }
            c.put(i, 0, line, 0, n);
        }
    }
}
