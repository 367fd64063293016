package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Pointer;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.MemoryState;

/** Memory of one GPU: taken, given back, cleared and copied, in the order of its stream. */
final class GpuMemory {
    private static final int STAGED = 1 << 20;

    private final GpuContext context;
    private final Pointer staging;
    private final long stagingAddress;

    GpuMemory(GpuContext context) {
        this.context = context;
        long[] pointer = new long[1];
        CudaDriver.check("cuMemAllocHost", DriverCalls.cuMemAllocHost_v2(pointer, 8L * STAGED));
        this.stagingAddress = pointer[0];
        this.staging = new Pointer(stagingAddress);
    }

    MemoryState state() {
        long[] free = new long[1];
        long[] total = new long[1];
        CudaDriver.check("cuMemGetInfo", DriverCalls.cuMemGetInfo_v2(free, total));
        return new MemoryState(free[0], total[0]);
    }

    long allocate(long bytes) {
        long[] address = new long[1];
        CudaDriver.check("cuMemAlloc", DriverCalls.cuMemAlloc_v2(address, bytes));
        return address[0];
    }

    void free(long address) {
        CudaDriver.check("cuMemFree", DriverCalls.cuMemFree_v2(address));
    }

    void clear(long address, long bytes) {
        CudaDriver.check("cuMemsetD8Async", DriverCalls.cuMemsetD8Async(address, (byte) 0, bytes, context.stream()));
    }

    void copyIn(double[] source, int offset, int count, long address) {
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            staging.write(0, source, offset + done, n);
            stagedIn(address + 8L * done, 8L * n);
        }
    }

    void copyIn(float[] source, int offset, int count, long address) {
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            staging.write(0, source, offset + done, n);
            stagedIn(address + 4L * done, 4L * n);
        }
    }

    void copyOut(long address, double[] target, int offset, int count) {
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            stagedOut(address + 8L * done, 8L * n);
            staging.read(0, target, offset + done, n);
        }
    }

    void copyOut(long address, float[] target, int offset, int count) {
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            stagedOut(address + 4L * done, 4L * n);
            staging.read(0, target, offset + done, n);
        }
    }

    /** Returns a number of four bytes. */
    int readInt(long address) {
        stagedOut(address, Integer.BYTES);
        return staging.getInt(0);
    }

    /** The staging memory is used again at once: wait. */
    private void stagedIn(long address, long bytes) {
        CudaDriver.check(
                "cuMemcpyHtoDAsync",
                DriverCalls.cuMemcpyHtoDAsync_v2(address, stagingAddress, bytes, context.stream()));
        context.synchronize();
    }

    private void stagedOut(long address, long bytes) {
        CudaDriver.check(
                "cuMemcpyDtoHAsync",
                DriverCalls.cuMemcpyDtoHAsync_v2(stagingAddress, address, bytes, context.stream()));
        context.synchronize();
    }
}
