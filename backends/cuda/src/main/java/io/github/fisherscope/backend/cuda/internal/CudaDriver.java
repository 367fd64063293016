package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/** The driver's library, opened and started once in the process. */
final class CudaDriver {
    private static final int FOUND = 1;

    private final NativeLibrary kept;
    private final int version;

    private CudaDriver(NativeLibrary kept, int version) {
        this.kept = kept;
        this.version = version;
    }

    /**
     * Starts the driver.
     *
     * @param library path of {@code libcuda.so.1}
     * @throws CudaCallException if it does not start, as without a GPU
     */
    static CudaDriver start(String library) {
        NativeLibrary opened = NativeCalls.bind(DriverCalls.class, library);
        int[] version = new int[1];
        check("cuDriverGetVersion", DriverCalls.cuDriverGetVersion(version));
        check("cuInit", DriverCalls.cuInit(0));
        int[] count = new int[1];
        check("cuDeviceGetCount", DriverCalls.cuDeviceGetCount(count));
        if (count[0] < FOUND) {
            throw new CudaCallException("cuDeviceGetCount", "no GPU is visible", CudaCallException.Kind.OTHER);
        }
        return new CudaDriver(opened, version[0]);
    }

    /** Returns 1000 times the major version of the newest CUDA that the driver runs, plus ten times the minor one. */
    int version() {
        return version;
    }

    /** Returns the version of the newest CUDA that the driver runs, such as 13.0. */
    String versionText() {
        return version / 1000 + "." + version / 10 % 100;
    }

    /** Throws if a call of the driver has failed. */
    static void check(String call, int status) {
        if (status != 0) {
            throw new CudaCallException(call, described(status), StatusCodes.ofDriver(status));
        }
    }

    private static String described(int status) {
        long[] name = new long[1];
        long[] text = new long[1];
        if (DriverCalls.cuGetErrorName(status, name) != 0 || DriverCalls.cuGetErrorString(status, text) != 0) {
            return "CUresult " + status;
        }
        return "%s (%s)".formatted(new Pointer(name[0]).getString(0), new Pointer(text[0]).getString(0));
    }

    @Override
    public String toString() {
        return "%s for CUDA %s".formatted(kept.getFile(), versionText());
    }
}
