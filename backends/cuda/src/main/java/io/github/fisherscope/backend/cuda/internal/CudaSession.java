package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.backend.cuda.internal.CudaDevice.Batch;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Gemm;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.MemoryState;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.SymmetricEigenproblem;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Syrk;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Workspace;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.OutOfDeviceMemoryError;
import io.github.fisherscope.core.backend.Precision;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The one queue of work for a device: one thread at a time, memory from a {@link DevicePool}, and failures said in words
 * that a user can act on. Where memory is short, what the pool keeps goes back to the device and the call is tried once
 * more: CUDA's libraries ask for memory before they touch an operand.
 */
final class CudaSession {
    private final CudaDevice device;
    private final DevicePool pool;

    CudaSession(CudaDevice device) {
        this.device = device;
        this.pool = new DevicePool(device);
    }

    DeviceFacts facts() {
        return device.facts();
    }

    /**
     * Returns the address of zeros.
     *
     * @throws OutOfDeviceMemoryError if there is no room
     */
    synchronized long allocateZeros(long entries, Precision precision) {
        long bytes = Math.max(1, entries) * precision.bytes();
        try {
            long address = pool.acquire(bytes);
            device.clear(address, bytes);
            return address;
        } catch (CudaCallException e) {
            if (e.outOfMemory()) {
                throw noRoom(entries, precision);
            }
            throw failure(e);
        }
    }

    private OutOfDeviceMemoryError noRoom(long entries, Precision precision) {
        MemoryState memory = device.memory();
        return new OutOfDeviceMemoryError(String.format(
                Locale.ROOT,
                "the GPU %s has no room for %d numbers of %d bytes (%s); %s of its %s are free,"
                        + " which a square matrix of order %d would fill; use fewer samples, the method lanczos,"
                        + " precision single, or the backend openblas",
                device.facts().name(),
                entries,
                precision.bytes(),
                size(entries * precision.bytes()),
                size(memory.free()),
                size(memory.total()),
                (long) Math.sqrt((double) memory.free() / precision.bytes())));
    }

    synchronized void release(long address) {
        try {
            pool.release(address);
        } catch (CudaCallException e) {
            throw failure(e);
        }
    }

    /** Returns the bytes that could be given out: those that nobody has, and those that the pool keeps. */
    synchronized long freeBytes() {
        try {
            return device.memory().free() + pool.bytesKept();
        } catch (CudaCallException e) {
            throw failure(e);
        }
    }

    synchronized long bytesInUse() {
        return pool.bytesInUse();
    }

    void multiply(Gemm product) {
        run(() -> device.multiply(product));
    }

    void multiplyBatch(Gemm first, Batch batch) {
        run(() -> device.multiplyBatch(first, batch));
    }

    void multiplySelf(Syrk product) {
        run(() -> device.multiplySelf(product));
    }

    void launch(KernelCall call) {
        run(() -> device.launch(call));
    }

    void copyIn(double[] source, int offset, int count, long address) {
        run(() -> device.copyIn(source, offset, count, address));
    }

    void copyIn(float[] source, int offset, int count, long address) {
        run(() -> device.copyIn(source, offset, count, address));
    }

    void copyOut(long address, double[] target, int offset, int count) {
        run(() -> device.copyOut(address, target, offset, count));
    }

    void copyOut(long address, float[] target, int offset, int count) {
        run(() -> device.copyOut(address, target, offset, count));
    }

    /** Runs {@code work} with {@code count} numbers of the device's memory in float64, and returns what they hold then. */
    synchronized double[] withDoubles(int count, Doubles work) {
        long address = allocateZeros(count, Precision.DOUBLE);
        try {
            work.accept(address);
            double[] found = new double[count];
            copyOut(address, found, 0, count);
            return found;
        } finally {
            release(address);
        }
    }

    /** What is done with numbers in float64 on the device. */
    @FunctionalInterface
    interface Doubles {
        void accept(long address);
    }

    /**
     * Returns all eigenvalues, ascending; the matrix is overwritten.
     *
     * @throws OutOfDeviceMemoryError if there is no room for cuSOLVER's working memory
     * @throws ArithmeticException if the iteration does not converge
     */
    synchronized double[] eigen(SymmetricEigenproblem problem) {
        int n = Math.toIntExact(problem.n());
        Precision precision = problem.arithmetic().storage();
        Workspace workspace = call(() -> device.eigenWorkspace(problem));
        long values = allocateZeros(n, precision);
        try {
            long scratch = scratch(problem, workspace);
            try {
                requireConverged(call(() -> device.eigen(problem, values, workspace, scratch)), n);
                return read(values, n, precision);
            } finally {
                release(scratch);
            }
        } finally {
            release(values);
        }
    }

    private long scratch(SymmetricEigenproblem problem, Workspace workspace) {
        try {
            return pool.acquire(Math.max(1, workspace.deviceBytes()));
        } catch (CudaCallException e) {
            if (!e.outOfMemory()) {
                throw failure(e);
            }
            throw noRoom(problem, workspace);
        }
    }

    private OutOfDeviceMemoryError noRoom(SymmetricEigenproblem problem, Workspace workspace) {
        MemoryState memory = device.memory();
        double n = problem.n();
        double matrix = n * n * problem.arithmetic().storage().bytes();
        double order = n * Math.sqrt((memory.free() + matrix) / (matrix + workspace.deviceBytes()));
        return new OutOfDeviceMemoryError(String.format(
                Locale.ROOT,
                "the eigenvalues of a matrix of order %d need %s of working memory besides the"
                        + " matrix, and the GPU %s has %s of %s free; order %d would fit, or use the method lanczos,"
                        + " precision single, or the backend openblas",
                problem.n(),
                size(workspace.deviceBytes()),
                device.facts().name(),
                size(memory.free()),
                size(memory.total()),
                (long) order));
    }

    private static void requireConverged(int status, int n) {
        if (status != 0) {
            throw new ArithmeticException(String.format(
                    Locale.ROOT,
                    "cuSOLVER's syevd ended with status %d on a matrix of order %d; use the backend openblas or java",
                    status,
                    n));
        }
    }

    private double[] read(long address, int count, Precision precision) {
        double[] values = new double[count];
        if (precision == Precision.DOUBLE) {
            copyOut(address, values, 0, count);
            return values;
        }
        float[] rounded = new float[count];
        copyOut(address, rounded, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = rounded[i];
        }
        return values;
    }

    private void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    private synchronized <T> T call(Supplier<T> work) {
        try {
            return work.get();
        } catch (CudaCallException e) {
            if (!e.outOfMemory()) {
                throw failure(e);
            }
        }
        try {
            pool.giveBackKept();
            return work.get();
        } catch (CudaCallException e) {
            if (e.outOfMemory()) {
                throw noRoom(e);
            }
            throw failure(e);
        }
    }

    private OutOfDeviceMemoryError noRoom(CudaCallException e) {
        MemoryState memory = device.memory();
        return new OutOfDeviceMemoryError(
                ("a CUDA library found no room for its own working memory (%s); %s of the %s of %s are free; leave it"
                                + " more: use fewer samples, precision single, or the backend openblas")
                        .formatted(
                                e.getMessage(),
                                size(memory.free()),
                                size(memory.total()),
                                device.facts().name()));
    }

    private BackendUnavailableException failure(CudaCallException e) {
        String remedy = e.contextLost()
                ? "CUDA refuses all further work of this process: start again, and if it comes back look at the"
                        + " kernel's log (dmesg, NVRM: Xid) or use the backend openblas"
                : "use the backend openblas, and report this with what 'fisher backends' prints";
        BackendUnavailableException described = new BackendUnavailableException(
                "the GPU %s failed in %s; %s".formatted(device.facts().name(), e.getMessage(), remedy));
        described.initCause(e);
        return described;
    }

    private static String size(long bytes) {
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes * 0x1p-20)
                : String.format(Locale.ROOT, "%.1f GiB", bytes * 0x1p-30);
    }
}
