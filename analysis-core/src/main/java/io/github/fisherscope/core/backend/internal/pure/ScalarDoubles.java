package io.github.fisherscope.core.backend.internal.pure;

/**
 * Takes rows of c four by four over two rows of b. The inner loop runs over whole arrays with the same bare index and has
 * no dependency between iterations: that is the form which the JVM's compiler turns into vector instructions (an index
 * with an offset, or a longer body, is not: measured a factor of 3 to 6 slower). {@link ScalarFloats} is its twin.
 */
final class ScalarDoubles implements DoubleKernel {
    @Override
    public void accumulate(double[][] a, double[][] b, double[][] c, int m, int n, int k) {
        int i = 0;
        for (; i + 3 < m; i += 4) {
            int p = 0;
            for (; p + 1 < k; p += 2) {
                fourRows(a, i, p, b[p], b[p + 1], c, n);
            }
            if (p < k) {
                for (int r = i; r < i + 4; r++) {
                    oneRow(a[r][p], b[p], c[r], n);
                }
            }
        }
        for (; i < m; i++) {
            for (int p = 0; p < k; p++) {
                oneRow(a[i][p], b[p], c[i], n);
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
}
