package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Pointer;

/**
 * Functions of cuSOLVER with the parameters that {@code cusolverDn.h} gives them in CUDA 12 and 13. Addresses on the
 * device are numbers.
 */
final class SolverCalls {
    /** {@code CUSOLVER_EIG_MODE_NOVECTOR}. */
    static final int VALUES = 0;

    /** {@code CUSOLVER_EIG_MODE_VECTOR}. */
    static final int VALUES_AND_VECTORS = 1;

    private SolverCalls() {}

    static native int cusolverDnCreate(long[] handle);

    static native int cusolverDnSetStream(long handle, long stream);

    static native int cusolverDnCreateParams(long[] parameters);

    static native int cusolverGetVersion(int[] version);

    static native int cusolverDnXsyevd_bufferSize(
            long handle,
            long parameters,
            int mode,
            int triangle,
            long n,
            int typeA,
            long a,
            long lda,
            int typeValues,
            long values,
            int computeType,
            long[] deviceBytes,
            long[] hostBytes);

    static native int cusolverDnXsyevd(
            long handle,
            long parameters,
            int mode,
            int triangle,
            long n,
            int typeA,
            long a,
            long lda,
            int typeValues,
            long values,
            int computeType,
            long scratch,
            long deviceBytes,
            Pointer hostScratch,
            long hostBytes,
            long info);
}
