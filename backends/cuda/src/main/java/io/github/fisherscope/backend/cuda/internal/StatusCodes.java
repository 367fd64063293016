package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.backend.cuda.internal.CudaCallException.Kind;

/** What the numbers that CUDA's libraries return mean for the calls after them. */
final class StatusCodes {
    private StatusCodes() {}

    /** Reads a {@code CUresult}. */
    static Kind ofDriver(int status) {
        return switch (status) {
            case 2 -> Kind.OUT_OF_MEMORY;
            case 214, // uncorrectable error of memory
                    700, // a kernel read or wrote where nothing is
                    702, // a kernel took too long
                    709, // the context is gone
                    710, // an assertion failed
                    714, // the hardware's stack overflowed
                    715, // an illegal instruction
                    716, // a misaligned address
                    717, // an address of the wrong space
                    718, // the program counter left the program
                    719 // a kernel crashed
            -> Kind.CONTEXT_LOST;
            default -> Kind.OTHER;
        };
    }

    /** Reads a {@code cublasStatus_t}. */
    static Kind ofBlas(int status) {
        return status == 3 ? Kind.OUT_OF_MEMORY : Kind.OTHER;
    }

    /** Reads a {@code cusolverStatus_t}. */
    static Kind ofSolver(int status) {
        return status == 2 ? Kind.OUT_OF_MEMORY : Kind.OTHER;
    }
}
