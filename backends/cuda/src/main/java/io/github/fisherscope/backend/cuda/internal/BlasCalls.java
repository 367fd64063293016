package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Pointer;

/**
 * Functions of cuBLAS with the parameters that {@code cublas_api.h} gives them in CUDA 12 and 13, with 64-bit sizes.
 * Addresses on the device are numbers; alpha and beta are read on the host.
 */
final class BlasCalls {
    /** {@code CUBLAS_OP_N}. */
    static final int AS_IT_IS = 0;

    /** {@code CUBLAS_OP_T}. */
    static final int TRANSPOSED = 1;

    /** {@code CUBLAS_FILL_MODE_UPPER}. */
    static final int UPPER = 1;

    /** {@code CUBLAS_GEMM_DEFAULT}. */
    static final int ANY_ALGORITHM = -1;

    private BlasCalls() {}

    static native int cublasCreate_v2(long[] handle);

    static native int cublasSetStream_v2(long handle, long stream);

    static native int cublasGetVersion_v2(long handle, int[] version);

    static native int cublasGemmEx_64(
            long handle,
            int opA,
            int opB,
            long m,
            long n,
            long k,
            Pointer alpha,
            long a,
            int typeA,
            long lda,
            long b,
            int typeB,
            long ldb,
            Pointer beta,
            long c,
            int typeC,
            long ldc,
            int computeType,
            int algorithm);

    static native int cublasGemmStridedBatchedEx_64(
            long handle,
            int opA,
            int opB,
            long m,
            long n,
            long k,
            Pointer alpha,
            long a,
            int typeA,
            long lda,
            long strideA,
            long b,
            int typeB,
            long ldb,
            long strideB,
            Pointer beta,
            long c,
            int typeC,
            long ldc,
            long strideC,
            long count,
            int computeType,
            int algorithm);

    static native int cublasDsyrk_v2_64(
            long handle,
            int triangle,
            int op,
            long n,
            long k,
            Pointer alpha,
            long a,
            long lda,
            Pointer beta,
            long c,
            long ldc);

    static native int cublasSsyrk_v2_64(
            long handle,
            int triangle,
            int op,
            long n,
            long k,
            Pointer alpha,
            long a,
            long lda,
            Pointer beta,
            long c,
            long ldc);

    static native Pointer cublasGetStatusName(int status);

    static native Pointer cublasGetStatusString(int status);
}
