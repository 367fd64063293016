package io.github.fisherscope.backend.cuda.internal;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import io.github.fisherscope.core.backend.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles {@code kernels.cu} for one device, with the machine's nvrtc; no driver is needed for that. */
final class KernelCompiler {
    private KernelCompiler() {}

    /** Returns the source that all kernels come from. */
    static String source() {
        try (InputStream in = KernelCompiler.class.getResourceAsStream(Kernel.SOURCE)) {
            return new String(Objects.requireNonNull(in, Kernel.SOURCE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(Kernel.SOURCE + " cannot be read from the jar", e);
        }
    }

    static String version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check("nvrtcVersion", nvrtcVersion(major, minor));
        return major[0] + "." + minor[0];
    }

    static int[] architectures() {
        int[] count = new int[1];
        check("nvrtcGetNumSupportedArchs", nvrtcGetNumSupportedArchs(count));
        int[] architectures = new int[count[0]];
        check("nvrtcGetSupportedArchs", nvrtcGetSupportedArchs(architectures));
        return architectures;
    }

    /**
     * Returns the target for a compute capability: machine code if the compiler knows the chip, otherwise the newest
     * intermediate code that the chip's driver can translate.
     *
     * @param capability ten times the major number plus the minor one
     * @throws CudaCallException if the chip is older than all that the compiler knows
     */
    static String target(int capability, int[] architectures) {
        int best = 0;
        for (int architecture : architectures) {
            if (architecture <= capability) {
                best = Math.max(best, architecture);
            }
        }
        if (best == 0) {
            throw new CudaCallException(
                    "nvrtc",
                    "it compiles for compute capabilities from %d on (ten times the number), and the GPU has %d"
                            .formatted(
                                    java.util.Arrays.stream(architectures).min().orElse(0), capability),
                    CudaCallException.Kind.OTHER);
        }
        return (best == capability ? "sm_" : "compute_") + best;
    }

    /** Returns machine code for a target {@code sm_…} and intermediate code for {@code compute_…}. */
    static BytePointer compile(Precision precision, String target) {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer source = new BytePointer(source(), StandardCharsets.UTF_8);
                BytePointer name = new BytePointer(Kernel.SOURCE, StandardCharsets.UTF_8)) {
            check(
                    "nvrtcCreateProgram",
                    nvrtcCreateProgram(program, source, name, 0, (PointerPointer<?>) null, (PointerPointer<?>) null));
            try {
                build(program, precision, target);
                return code(program, target.startsWith("sm_"));
            } finally {
                nvrtcDestroyProgram(program);
            }
        }
    }

    private static void build(_nvrtcProgram program, Precision precision, String target) {
        String real = precision == Precision.DOUBLE ? "double" : "float";
        try (PointerPointer<BytePointer> options =
                new PointerPointer<>("-DREAL=" + real, "--gpu-architecture=" + target)) {
            int status = nvrtcCompileProgram(program, 2, options);
            if (status != NVRTC_SUCCESS) {
                throw new CudaCallException(
                        "nvrtc for %s, %s".formatted(target, real), log(program), CudaCallException.Kind.OTHER);
            }
        }
    }

    private static String log(_nvrtcProgram program) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check("nvrtcGetProgramLogSize", nvrtcGetProgramLogSize(program, size));
            try (BytePointer log = new BytePointer(Math.max(1, size.get()))) {
                check("nvrtcGetProgramLog", nvrtcGetProgramLog(program, log));
                return log.getString(StandardCharsets.UTF_8);
            }
        }
    }

    private static BytePointer code(_nvrtcProgram program, boolean machineCode) {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check("nvrtc's code size", machineCode ? nvrtcGetCUBINSize(program, size) : nvrtcGetPTXSize(program, size));
            BytePointer code = new BytePointer(size.get());
            check("nvrtc's code", machineCode ? nvrtcGetCUBIN(program, code) : nvrtcGetPTX(program, code));
            return code;
        }
    }

    private static void check(String call, int status) {
        if (status != NVRTC_SUCCESS) {
            throw new CudaCallException(call, nvrtcGetErrorString(status).getString(), CudaCallException.Kind.OTHER);
        }
    }
}
