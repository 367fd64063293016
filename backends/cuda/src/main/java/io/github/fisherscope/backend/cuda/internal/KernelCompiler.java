package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Memory;
import io.github.fisherscope.core.backend.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

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
        check("nvrtcVersion", CompilerCalls.nvrtcVersion(major, minor));
        return major[0] + "." + minor[0];
    }

    static int[] architectures() {
        int[] count = new int[1];
        check("nvrtcGetNumSupportedArchs", CompilerCalls.nvrtcGetNumSupportedArchs(count));
        int[] architectures = new int[count[0]];
        check("nvrtcGetSupportedArchs", CompilerCalls.nvrtcGetSupportedArchs(architectures));
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
                    String.format(
                            Locale.ROOT,
                            "it compiles for compute capabilities from %d on (ten times the number), and the GPU has %d",
                            java.util.Arrays.stream(architectures).min().orElse(0),
                            capability),
                    CudaCallException.Kind.OTHER);
        }
        return (best == capability ? "sm_" : "compute_") + best;
    }

    /** Returns machine code for a target {@code sm_…} and intermediate code for {@code compute_…}. */
    static byte[] compile(Precision precision, String target) {
        long[] program = new long[1];
        byte[] source = NativeCalls.text(source());
        byte[] name = NativeCalls.text(Kernel.SOURCE);
        check("nvrtcCreateProgram", CompilerCalls.nvrtcCreateProgram(program, source, name, 0, null, null));
        try {
            build(program[0], precision, target);
            return code(program[0], target.startsWith("sm_"));
        } finally {
            CompilerCalls.nvrtcDestroyProgram(program);
        }
    }

    private static void build(long program, Precision precision, String target) {
        String real = precision == Precision.DOUBLE ? "double" : "float";
        try (Memory first = memory("-DREAL=" + real);
                Memory second = memory("--gpu-architecture=" + target);
                Memory options = new Memory(2 * Long.BYTES)) {
            options.setPointer(0, first);
            options.setPointer(Long.BYTES, second);
            if (CompilerCalls.nvrtcCompileProgram(program, 2, options) != 0) {
                throw new CudaCallException(
                        "nvrtc for %s, %s".formatted(target, real), log(program), CudaCallException.Kind.OTHER);
            }
        }
    }

    private static Memory memory(String text) {
        byte[] bytes = NativeCalls.text(text);
        Memory memory = new Memory(bytes.length);
        memory.write(0, bytes, 0, bytes.length);
        return memory;
    }

    private static String log(long program) {
        long[] size = new long[1];
        check("nvrtcGetProgramLogSize", CompilerCalls.nvrtcGetProgramLogSize(program, size));
        byte[] log = new byte[Math.max(1, Math.toIntExact(size[0]))];
        check("nvrtcGetProgramLog", CompilerCalls.nvrtcGetProgramLog(program, log));
        return NativeCalls.text(log);
    }

    private static byte[] code(long program, boolean machineCode) {
        long[] size = new long[1];
        check(
                "nvrtc's code size",
                machineCode
                        ? CompilerCalls.nvrtcGetCUBINSize(program, size)
                        : CompilerCalls.nvrtcGetPTXSize(program, size));
        byte[] code = new byte[Math.toIntExact(size[0])];
        check(
                "nvrtc's code",
                machineCode ? CompilerCalls.nvrtcGetCUBIN(program, code) : CompilerCalls.nvrtcGetPTX(program, code));
        return code;
    }

    private static void check(String call, int status) {
        if (status != 0) {
            String text = CompilerCalls.nvrtcGetErrorString(status).getString(0);
            throw new CudaCallException(call, text, CudaCallException.Kind.OTHER);
        }
    }
}
