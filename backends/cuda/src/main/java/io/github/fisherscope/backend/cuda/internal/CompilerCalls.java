package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/** Functions of the run-time compiler with the parameters that {@code nvrtc.h} gives them in CUDA 12 and 13. */
final class CompilerCalls {
    private CompilerCalls() {}

    static native int nvrtcVersion(int[] major, int[] minor);

    static native int nvrtcGetNumSupportedArchs(int[] count);

    static native int nvrtcGetSupportedArchs(int[] architectures);

    static native int nvrtcCreateProgram(
            long[] program,
            byte[] source,
            byte[] name,
            int headers,
            @Nullable Pointer headerTexts,
            @Nullable Pointer headerNames);

    static native int nvrtcDestroyProgram(long[] program);

    static native int nvrtcCompileProgram(long program, int count, Pointer options);

    static native int nvrtcGetProgramLogSize(long program, long[] bytes);

    static native int nvrtcGetProgramLog(long program, byte[] log);

    static native int nvrtcGetCUBINSize(long program, long[] bytes);

    static native int nvrtcGetCUBIN(long program, byte[] code);

    static native int nvrtcGetPTXSize(long program, long[] bytes);

    static native int nvrtcGetPTX(long program, byte[] code);

    static native Pointer nvrtcGetErrorString(int status);
}
