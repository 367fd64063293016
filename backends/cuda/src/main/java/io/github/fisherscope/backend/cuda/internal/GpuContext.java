package io.github.fisherscope.backend.cuda.internal;

/** The first visible GPU with its primary context, which cuBLAS and cuSOLVER use too, and one stream. */
final class GpuContext {
    private static final int ORDINAL = 0;
    private static final int NAME = 256;

    private final int device;
    private final long context;
    private final long stream;

    GpuContext() {
        int[] found = new int[1];
        CudaDriver.check("cuDeviceGet", DriverCalls.cuDeviceGet(found, ORDINAL));
        this.device = found[0];
        long[] handle = new long[1];
        CudaDriver.check("cuDevicePrimaryCtxRetain", DriverCalls.cuDevicePrimaryCtxRetain(handle, device));
        this.context = handle[0];
        bind();
        CudaDriver.check("cuStreamCreate", DriverCalls.cuStreamCreate(handle, DriverCalls.NON_BLOCKING));
        this.stream = handle[0];
    }

    /** Makes the context that of the calling thread: CUDA keeps one for each. */
    void bind() {
        CudaDriver.check("cuCtxSetCurrent", DriverCalls.cuCtxSetCurrent(context));
    }

    long stream() {
        return stream;
    }

    void synchronize() {
        CudaDriver.check("cuStreamSynchronize", DriverCalls.cuStreamSynchronize(stream));
    }

    String name() {
        byte[] name = new byte[NAME];
        CudaDriver.check("cuDeviceGetName", DriverCalls.cuDeviceGetName(name, NAME, device));
        return NativeCalls.text(name);
    }

    int attribute(int which) {
        int[] value = new int[1];
        CudaDriver.check("cuDeviceGetAttribute", DriverCalls.cuDeviceGetAttribute(value, which, device));
        return value[0];
    }
}
