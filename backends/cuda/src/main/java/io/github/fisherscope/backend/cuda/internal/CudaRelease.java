package io.github.fisherscope.backend.cuda.internal;

import java.util.List;

/**
 * A major version of CUDA that this backend can use: the functions that it calls are in the libraries of both, with the
 * same parameters. Newest first.
 */
enum CudaRelease {
    CUDA_13(
            13,
            580,
            List.of(
                    "libnvJitLink.so.13",
                    "libcublasLt.so.13",
                    "libcublas.so.13",
                    "libcusparse.so.12",
                    "libcusolver.so.12",
                    "libnvrtc.so.13"),
            "pip install nvidia-cublas nvidia-cusolver nvidia-cusparse nvidia-nvjitlink nvidia-cuda-nvrtc"),
    CUDA_12(
            12,
            525,
            List.of(
                    "libnvJitLink.so.12",
                    "libcublasLt.so.12",
                    "libcublas.so.12",
                    "libcusparse.so.12",
                    "libcusolver.so.11",
                    "libnvrtc.so.12"),
            "pip install nvidia-cublas-cu12 nvidia-cusolver-cu12 nvidia-cuda-nvrtc-cu12");

    private final int major;
    private final int driver;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> libraries;

    private final String wheels;

    CudaRelease(int major, int driver, List<String> libraries, String wheels) {
        this.major = major;
        this.driver = driver;
        this.libraries = libraries;
        this.wheels = wheels;
    }

    int major() {
        return major;
    }

    /** Returns the first version of NVIDIA's driver that runs it. */
    int driver() {
        return driver;
    }

    /** Returns the names of the libraries, in an order in which each needs only those before it. */
    List<String> libraries() {
        return libraries;
    }

    /** Returns the library whose place tells where the rest of this release is. */
    String anchor() {
        return "libcublas.so." + major;
    }

    String compiler() {
        return "libnvrtc.so." + major;
    }

    /** Returns the command that fetches the libraries alone. */
    String wheels() {
        return wheels;
    }

    /**
     * Returns whether a driver can run it.
     *
     * @param version what {@code cuDriverGetVersion} says: 1000 times the major version of CUDA plus ten times the minor
     */
    boolean runsOn(int version) {
        return version / 1000 >= major;
    }

    @Override
    public String toString() {
        return "CUDA " + major;
    }
}
