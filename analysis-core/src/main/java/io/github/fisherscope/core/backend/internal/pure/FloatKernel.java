package io.github.fisherscope.core.backend.internal.pure;

/**
 * The inner loops of a product in float32. Whatever the kernel, each entry of c is one chain of fused multiply-adds in the
 * order of the inner index, so that all kernels give the same bits.
 */
interface FloatKernel {
    /** Computes {@code c[i][j] ← c[i][j] + Σ_p a[i][p] b[p][j]} for i below m, j below n and p below k. */
    void accumulate(float[][] a, float[][] b, float[][] c, int m, int n, int k);
}
