package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the driver's {@code libcuda.so.1} with the parameters that {@code cuda.h} gives them in CUDA 12 and 13.
 * Handles, addresses and sizes are 64-bit numbers; an array of one element receives a result.
 */
final class DriverCalls {
    /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR}. */
    static final int CAPABILITY_MAJOR = 75;

    /** {@code CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR}. */
    static final int CAPABILITY_MINOR = 76;

    /** {@code CU_STREAM_NON_BLOCKING}: does not wait for the stream that other libraries use unasked. */
    static final int NON_BLOCKING = 1;

    private DriverCalls() {}

    static native int cuInit(int flags);

    static native int cuDriverGetVersion(int[] version);

    static native int cuDeviceGetCount(int[] count);

    static native int cuDeviceGet(int[] device, int ordinal);

    static native int cuDeviceGetName(byte[] name, int length, int device);

    static native int cuDeviceGetAttribute(int[] value, int attribute, int device);

    static native int cuDevicePrimaryCtxRetain(long[] context, int device);

    static native int cuCtxSetCurrent(long context);

    static native int cuMemGetInfo_v2(long[] free, long[] total);

    static native int cuMemAlloc_v2(long[] address, long bytes);

    static native int cuMemFree_v2(long address);

    static native int cuMemAllocHost_v2(long[] pointer, long bytes);

    static native int cuMemsetD8Async(long address, byte value, long bytes, long stream);

    static native int cuMemcpyHtoDAsync_v2(long to, long from, long bytes, long stream);

    static native int cuMemcpyDtoHAsync_v2(long to, long from, long bytes, long stream);

    static native int cuStreamCreate(long[] stream, int flags);

    static native int cuStreamSynchronize(long stream);

    static native int cuModuleLoadData(long[] module, byte[] image);

    static native int cuModuleGetFunction(long[] function, long module, byte[] name);

    static native int cuLaunchKernel(
            long function,
            int blocksX,
            int blocksY,
            int blocksZ,
            int threadsX,
            int threadsY,
            int threadsZ,
            int sharedBytes,
            long stream,
            Pointer parameters,
            @Nullable Pointer extra);

    static native int cuGetErrorName(int status, long[] text);

    static native int cuGetErrorString(int status, long[] text);
}
