package io.github.fisherscope.backend.cuda.internal;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Batch;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Gemm;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Syrk;
import java.util.Locale;

/** Products by cuBLAS on one stream. */
final class GpuBlas {
    /** {@code CUDA_R_32F} and {@code CUDA_R_64F}. */
    static final int FLOAT32 = 0;

    static final int FLOAT64 = 1;

    private static final int COMPUTE_FLOAT64 = 70;
    private static final int COMPUTE_FLOAT32 = 68;
    private static final int COMPUTE_TF32 = 77;

    private final long handle;
    private final Memory scalars = new Memory(2 * Double.BYTES);
    private final Pointer beta = scalars.share(Double.BYTES);

    GpuBlas(GpuContext context) {
        long[] created = new long[1];
        check("cublasCreate", BlasCalls.cublasCreate_v2(created));
        this.handle = created[0];
        check("cublasSetStream", BlasCalls.cublasSetStream_v2(handle, context.stream()));
    }

    /** Returns the version, such as 13.1.0. */
    String version() {
        int[] number = new int[1];
        check("cublasGetVersion", BlasCalls.cublasGetVersion_v2(handle, number));
        return String.format(Locale.ROOT, "%d.%d.%d", number[0] / 10_000, number[0] / 100 % 100, number[0] % 100);
    }

    static int type(Arithmetic arithmetic) {
        return arithmetic == Arithmetic.FLOAT64 ? FLOAT64 : FLOAT32;
    }

    private static int computeType(Arithmetic arithmetic) {
        return switch (arithmetic) {
            case FLOAT64 -> COMPUTE_FLOAT64;
            case FLOAT32 -> COMPUTE_FLOAT32;
            case TF32 -> COMPUTE_TF32;
        };
    }

    private static int operation(boolean transpose) {
        return transpose ? BlasCalls.TRANSPOSED : BlasCalls.AS_IT_IS;
    }

    /** Puts the scalars where cuBLAS reads them before it returns, in the type of the computation. */
    private void put(Arithmetic arithmetic, double first, double second) {
        if (arithmetic == Arithmetic.FLOAT64) {
            scalars.setDouble(0, first);
            scalars.setDouble(Double.BYTES, second);
        } else {
            scalars.setFloat(0, (float) first);
            scalars.setFloat(Double.BYTES, (float) second);
        }
    }

    void multiply(Gemm p) {
        int type = type(p.arithmetic());
        put(p.arithmetic(), p.alpha(), p.beta());
        check(
                "cublasGemmEx",
                BlasCalls.cublasGemmEx_64(
                        handle,
                        operation(p.a().transposed()),
                        operation(p.b().transposed()),
                        p.shape().m(),
                        p.shape().n(),
                        p.shape().k(),
                        scalars,
                        p.a().address(),
                        type,
                        p.a().stride(),
                        p.b().address(),
                        type,
                        p.b().stride(),
                        beta,
                        p.c().address(),
                        type,
                        p.c().stride(),
                        computeType(p.arithmetic()),
                        BlasCalls.ANY_ALGORITHM));
    }

    void multiplyBatch(Gemm p, Batch batch) {
        int type = type(p.arithmetic());
        put(p.arithmetic(), p.alpha(), p.beta());
        check(
                "cublasGemmStridedBatchedEx",
                BlasCalls.cublasGemmStridedBatchedEx_64(
                        handle,
                        operation(p.a().transposed()),
                        operation(p.b().transposed()),
                        p.shape().m(),
                        p.shape().n(),
                        p.shape().k(),
                        scalars,
                        p.a().address(),
                        type,
                        p.a().stride(),
                        batch.strideA(),
                        p.b().address(),
                        type,
                        p.b().stride(),
                        batch.strideB(),
                        beta,
                        p.c().address(),
                        type,
                        p.c().stride(),
                        batch.strideC(),
                        batch.count(),
                        computeType(p.arithmetic()),
                        BlasCalls.ANY_ALGORITHM));
    }

    /** Forms the upper triangle of alpha aᵀ a + beta c. */
    void multiplySelf(Syrk p) {
        put(p.arithmetic(), p.alpha(), p.beta());
        int upper = BlasCalls.UPPER;
        int op = BlasCalls.TRANSPOSED;
        int status = p.arithmetic() == Arithmetic.FLOAT64
                ? BlasCalls.cublasDsyrk_v2_64(
                        handle,
                        upper,
                        op,
                        p.n(),
                        p.k(),
                        scalars,
                        p.a().address(),
                        p.a().stride(),
                        beta,
                        p.c().address(),
                        p.c().stride())
                : BlasCalls.cublasSsyrk_v2_64(
                        handle,
                        upper,
                        op,
                        p.n(),
                        p.k(),
                        scalars,
                        p.a().address(),
                        p.a().stride(),
                        beta,
                        p.c().address(),
                        p.c().stride());
        check("cublasXsyrk", status);
    }

    private static void check(String call, int status) {
        if (status != 0) {
            String text = "%s (%s)"
                    .formatted(
                            BlasCalls.cublasGetStatusName(status).getString(0),
                            BlasCalls.cublasGetStatusString(status).getString(0));
            throw new CudaCallException(call, text, StatusCodes.ofBlas(status));
        }
    }
}
