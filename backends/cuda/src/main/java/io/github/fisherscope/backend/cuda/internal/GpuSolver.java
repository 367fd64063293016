package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Memory;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.SymmetricEigenproblem;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Workspace;
import java.util.Locale;

/** Eigenvalues by cuSOLVER on one stream. */
final class GpuSolver {
    private final GpuMemory memory;
    private final long handle;
    private final long parameters;
    private final long info;

    GpuSolver(GpuContext context, GpuMemory memory) {
        this.memory = memory;
        long[] created = new long[1];
        check("cusolverDnCreate", SolverCalls.cusolverDnCreate(created));
        this.handle = created[0];
        check("cusolverDnSetStream", SolverCalls.cusolverDnSetStream(handle, context.stream()));
        check("cusolverDnCreateParams", SolverCalls.cusolverDnCreateParams(created));
        this.parameters = created[0];
        this.info = memory.allocate(Long.BYTES);
    }

    /** Returns the version, such as 12.0.4. */
    String version() {
        int[] number = new int[1];
        check("cusolverGetVersion", SolverCalls.cusolverGetVersion(number));
        return String.format(Locale.ROOT, "%d.%d.%d", number[0] / 1000, number[0] / 100 % 10, number[0] % 100);
    }

    Workspace workspace(SymmetricEigenproblem p) {
        int type = GpuBlas.type(p.arithmetic());
        long[] onDevice = new long[1];
        long[] onHost = new long[1];
        check(
                "cusolverDnXsyevd_bufferSize",
                SolverCalls.cusolverDnXsyevd_bufferSize(
                        handle,
                        parameters,
                        mode(p),
                        BlasCalls.UPPER,
                        p.n(),
                        type,
                        p.a(),
                        p.lda(),
                        type,
                        p.a(), // the eigenvalues, which are not touched yet
                        type,
                        onDevice,
                        onHost));
        return new Workspace(onDevice[0], onHost[0]);
    }

    int solve(SymmetricEigenproblem p, long values, Workspace workspace, long scratch) {
        int type = GpuBlas.type(p.arithmetic());
        try (Memory host = new Memory(Math.max(1, workspace.hostBytes()))) {
            check(
                    "cusolverDnXsyevd",
                    SolverCalls.cusolverDnXsyevd(
                            handle,
                            parameters,
                            mode(p),
                            BlasCalls.UPPER,
                            p.n(),
                            type,
                            p.a(),
                            p.lda(),
                            type,
                            values,
                            type,
                            scratch,
                            workspace.deviceBytes(),
                            host,
                            workspace.hostBytes(),
                            info));
            return memory.readInt(info);
        }
    }

    private static int mode(SymmetricEigenproblem p) {
        return p.vectors() ? SolverCalls.VALUES_AND_VECTORS : SolverCalls.VALUES;
    }

    private static void check(String call, int status) {
        if (status != 0) {
            throw new CudaCallException(call, "cusolverStatus_t " + status, StatusCodes.ofSolver(status));
        }
    }
}
