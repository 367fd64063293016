package io.github.fisherscope.core.math;

import io.github.fisherscope.core.check.Args;

/** Solves small symmetric positive definite systems by Cholesky's decomposition, on one thread. */
public final class SymmetricSolve {
    private static final double SINGULAR = 1e-14;

    private SymmetricSolve() {}

    /**
     * Returns x with {@code A x = b}. Cost: n³/3 flops.
     *
     * @param a entry {@code i·n + j}, symmetric
     * @throws IllegalArgumentException if A is singular up to rounding, or not positive definite
     */
    public static double[] of(double[] a, int n, double[] b) {
        Args.requireSame("the number of entries", a.length, (long) n * n, "give n times n");
        Args.requireSame("the length of b", b.length, n, "give one number per row");
        double[] l = new double[n * n];
        double[] x = b.clone();
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i * n + k] * l[j * n + k];
                }
                if (i == j) {
                    Args.require(
                            sum > SINGULAR * Math.abs(a[j * n + j]),
                            "the matrix is singular up to rounding: row %d of %d depends on those before it",
                            j + 1,
                            n);
                    l[j * n + j] = Math.sqrt(sum);
                } else {
                    l[i * n + j] = sum / l[j * n + j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= l[i * n + k] * x[k];
            }
            x[i] /= l[i * n + i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= l[k * n + i] * x[k];
            }
            x[i] /= l[i * n + i];
        }
        return x;
    }
}
