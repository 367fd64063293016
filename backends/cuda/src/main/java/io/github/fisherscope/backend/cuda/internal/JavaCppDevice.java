package io.github.fisherscope.backend.cuda.internal;

import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_32F_FAST_TF32;
import static org.bytedeco.cuda.global.cublas.CUBLAS_COMPUTE_64F;
import static org.bytedeco.cuda.global.cublas.CUBLAS_FILL_MODE_UPPER;
import static org.bytedeco.cuda.global.cublas.CUBLAS_GEMM_DEFAULT;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDsyrk_v2_64;
import static org.bytedeco.cuda.global.cublas.cublasGemmEx_64;
import static org.bytedeco.cuda.global.cublas.cublasGetStatusName;
import static org.bytedeco.cuda.global.cublas.cublasGetStatusString;
import static org.bytedeco.cuda.global.cublas.cublasGetVersion_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetStream_v2;
import static org.bytedeco.cuda.global.cublas.cublasSsyrk_v2_64;
import static org.bytedeco.cuda.global.cudart.CUDA_R_32F;
import static org.bytedeco.cuda.global.cudart.CUDA_R_64F;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMajor;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMinor;
import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorName;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaMemsetAsync;
import static org.bytedeco.cuda.global.cudart.cudaRuntimeGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;
import static org.bytedeco.cuda.global.cudart.cudaStreamCreateWithFlags;
import static org.bytedeco.cuda.global.cudart.cudaStreamNonBlocking;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;
import static org.bytedeco.cuda.global.cusolver.CUSOLVER_EIG_MODE_NOVECTOR;
import static org.bytedeco.cuda.global.cusolver.CUSOLVER_EIG_MODE_VECTOR;
import static org.bytedeco.cuda.global.cusolver.cusolverDnCreate;
import static org.bytedeco.cuda.global.cusolver.cusolverDnCreateParams;
import static org.bytedeco.cuda.global.cusolver.cusolverDnSetStream;
import static org.bytedeco.cuda.global.cusolver.cusolverDnXsyevd;
import static org.bytedeco.cuda.global.cusolver.cusolverDnXsyevd_bufferSize;
import static org.bytedeco.cuda.global.cusolver.cusolverGetVersion;

import io.github.fisherscope.core.backend.Precision;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.cusolver.cusolverDnContext;
import org.bytedeco.cuda.cusolver.cusolverDnParams;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * The first visible GPU through the machine's own CUDA libraries: one stream, one handle of each library, kernels
 * compiled when it is opened. It lives as long as the process.
 */
final class JavaCppDevice implements CudaDevice {
    private static final int ORDINAL = 0;
    private static final int STAGED = 1 << 20;
    private static final int MOST_ARGUMENTS = 24;

    private final DeviceFacts facts;
    private final CUstream_st stream = new CUstream_st();
    private final cublasContext blas = new cublasContext();
    private final cusolverDnContext solver = new cusolverDnContext();
    private final cusolverDnParams solverParameters = new cusolverDnParams();
    private final Map<Precision, Map<Kernel, CUfunc_st>> functions = new EnumMap<>(Precision.class);
    private final DoublePointer staging = new DoublePointer(STAGED);
    private final FloatPointer singleStaging = new FloatPointer(staging);
    private final LongPointer arguments = new LongPointer(MOST_ARGUMENTS);
    private final PointerPointer<LongPointer> argumentAddresses = new PointerPointer<>(MOST_ARGUMENTS);
    private final DoublePointer scalars = new DoublePointer(2);
    private final FloatPointer singleScalars = new FloatPointer(2);
    private final long status;

    private JavaCppDevice() {
        int[] count = new int[1];
        check("cudaGetDeviceCount", cudaGetDeviceCount(count));
        if (count[0] == 0) {
            throw new CudaCallException("cudaGetDeviceCount", "no GPU is visible", CudaCallException.Kind.OTHER);
        }
        bind();
        check("cudaStreamCreateWithFlags", cudaStreamCreateWithFlags(stream, cudaStreamNonBlocking));
        checkBlas("cublasCreate", cublasCreate_v2(blas));
        checkBlas("cublasSetStream", cublasSetStream_v2(blas, stream));
        checkSolver("cusolverDnCreate", cusolverDnCreate(solver));
        checkSolver("cusolverDnSetStream", cusolverDnSetStream(solver, stream));
        checkSolver("cusolverDnCreateParams", cusolverDnCreateParams(solverParameters));
        for (int i = 0; i < MOST_ARGUMENTS; i++) {
            argumentAddresses.put(i, arguments.getPointer(i));
        }
        this.facts = readFacts();
        this.status = allocate(Long.BYTES);
        String target = KernelCompiler.target(10 * facts.major() + facts.minor(), KernelCompiler.architectures());
        for (Precision precision : Precision.values()) {
            functions.put(precision, load(precision, target));
        }
    }

    /** Starts the device; the libraries have been loaded. */
    static JavaCppDevice open() {
        return new JavaCppDevice();
    }

    private static Map<Kernel, CUfunc_st> load(Precision precision, String target) {
        CUmod_st module = new CUmod_st();
        try (BytePointer code = KernelCompiler.compile(precision, target)) {
            check("cuModuleLoadData", cuModuleLoadData(module, code));
        }
        Map<Kernel, CUfunc_st> loaded = new EnumMap<>(Kernel.class);
        for (Kernel kernel : Kernel.values()) {
            CUfunc_st function = new CUfunc_st();
            check("cuModuleGetFunction", cuModuleGetFunction(function, module, kernel.symbol()));
            loaded.put(kernel, function);
        }
        return loaded;
    }

    private DeviceFacts readFacts() {
        try (BytePointer name = new BytePointer(256)) {
            check("cuDeviceGetName", cuDeviceGetName(name, 256, ORDINAL));
            int[] number = new int[1];
            check("cudaRuntimeGetVersion", cudaRuntimeGetVersion(number));
            String runtime = cudaVersion(number[0]);
            check("cudaDriverGetVersion", cudaDriverGetVersion(number));
            String driver = cudaVersion(number[0]);
            checkBlas("cublasGetVersion", cublasGetVersion_v2(blas, number));
            String blasVersion = "%d.%d.%d".formatted(number[0] / 10_000, number[0] / 100 % 100, number[0] % 100);
            checkSolver("cusolverGetVersion", cusolverGetVersion(number));
            String solverVersion = "%d.%d.%d".formatted(number[0] / 1000, number[0] / 100 % 10, number[0] % 100);
            return new DeviceFacts(
                    name.getString(),
                    attribute(cudaDevAttrComputeCapabilityMajor),
                    attribute(cudaDevAttrComputeCapabilityMinor),
                    driver,
                    "CUDA %s (cuBLAS %s, cuSOLVER %s, nvrtc %s)"
                            .formatted(runtime, blasVersion, solverVersion, KernelCompiler.version()));
        }
    }

    private static String cudaVersion(int number) {
        return number / 1000 + "." + number / 10 % 100;
    }

    private static int attribute(int which) {
        int[] value = new int[1];
        check("cudaDeviceGetAttribute", cudaDeviceGetAttribute(value, which, ORDINAL));
        return value[0];
    }

    /** Makes the device that of the calling thread: CUDA keeps one for each. */
    private static void bind() {
        check("cudaSetDevice", cudaSetDevice(ORDINAL));
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public MemoryState memory() {
        bind();
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            check("cudaMemGetInfo", cudaMemGetInfo(free, total));
            return new MemoryState(free.get(), total.get());
        }
    }

    @Override
    public long allocate(long bytes) {
        bind();
        Pointer memory = new Pointer();
        int result = cudaMalloc(memory, bytes);
        if (result != 0) {
            int unused = cudaGetLastError(); // otherwise the next call that asks for errors would find this one
        }
        check("cudaMalloc", result);
        return memory.address();
    }

    @Override
    public void free(long address) {
        bind();
        check("cudaFree", cudaFree(new Address(address)));
    }

    @Override
    public void clear(long address, long bytes) {
        bind();
        check("cudaMemset", cudaMemsetAsync(new Address(address), 0, bytes, stream));
    }

    @Override
    public void copyIn(double[] source, int offset, int count, long address) {
        bind();
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            staging.put(source, offset + done, n);
            copy(new Address(address + 8L * done), staging, 8L * n, cudaMemcpyHostToDevice);
        }
    }

    @Override
    public void copyIn(float[] source, int offset, int count, long address) {
        bind();
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            singleStaging.put(source, offset + done, n);
            copy(new Address(address + 4L * done), singleStaging, 4L * n, cudaMemcpyHostToDevice);
        }
    }

    @Override
    public void copyOut(long address, double[] target, int offset, int count) {
        bind();
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            copy(staging, new Address(address + 8L * done), 8L * n, cudaMemcpyDeviceToHost);
            staging.get(target, offset + done, n);
        }
    }

    @Override
    public void copyOut(long address, float[] target, int offset, int count) {
        bind();
        for (int done = 0; done < count; done += STAGED) {
            int n = Math.min(STAGED, count - done);
            copy(singleStaging, new Address(address + 4L * done), 4L * n, cudaMemcpyDeviceToHost);
            singleStaging.get(target, offset + done, n);
        }
    }

    /** The staging memory is used again at once: wait. */
    private void copy(Pointer to, Pointer from, long bytes, int direction) {
        check("cudaMemcpy", cudaMemcpyAsync(to, from, bytes, direction, stream));
        check("cudaStreamSynchronize", cudaStreamSynchronize(stream));
    }

    @Override
    public void multiply(Gemm p) {
        bind();
        boolean wide = p.arithmetic() == Arithmetic.FLOAT64;
        int type = wide ? CUDA_R_64F : CUDA_R_32F;
        checkBlas(
                "cublasGemmEx",
                cublasGemmEx_64(
                        blas,
                        p.transposeA() ? CUBLAS_OP_T : CUBLAS_OP_N,
                        p.transposeB() ? CUBLAS_OP_T : CUBLAS_OP_N,
                        p.m(),
                        p.n(),
                        p.k(),
                        scalar(wide, 0, p.alpha()),
                        new Address(p.a()),
                        type,
                        p.lda(),
                        new Address(p.b()),
                        type,
                        p.ldb(),
                        scalar(wide, 1, p.beta()),
                        new Address(p.c()),
                        type,
                        p.ldc(),
                        computeType(p.arithmetic()),
                        CUBLAS_GEMM_DEFAULT));
    }

    private static int computeType(Arithmetic arithmetic) {
        return switch (arithmetic) {
            case FLOAT64 -> CUBLAS_COMPUTE_64F;
            case FLOAT32 -> CUBLAS_COMPUTE_32F;
            case TF32 -> CUBLAS_COMPUTE_32F_FAST_TF32;
        };
    }

    /** Returns one of the two scalars in the type of the computation; cuBLAS reads it before it returns. */
    private Pointer scalar(boolean wide, int which, double value) {
        if (wide) {
            return scalars.put(which, value).getPointer(which);
        }
        return singleScalars.put(which, (float) value).getPointer(which);
    }

    @Override
    public void multiplySelf(Syrk p) {
        bind();
        Address a = new Address(p.a());
        Address c = new Address(p.c());
        int result;
        if (p.arithmetic() == Arithmetic.FLOAT64) {
            result = cublasDsyrk_v2_64(
                    blas,
                    CUBLAS_FILL_MODE_UPPER,
                    CUBLAS_OP_T,
                    p.n(),
                    p.k(),
                    new DoublePointer(scalar(true, 0, p.alpha())),
                    new DoublePointer(a),
                    p.lda(),
                    new DoublePointer(scalar(true, 1, p.beta())),
                    new DoublePointer(c),
                    p.ldc());
        } else {
            result = cublasSsyrk_v2_64(
                    blas,
                    CUBLAS_FILL_MODE_UPPER,
                    CUBLAS_OP_T,
                    p.n(),
                    p.k(),
                    new FloatPointer(scalar(false, 0, p.alpha())),
                    new FloatPointer(a),
                    p.lda(),
                    new FloatPointer(scalar(false, 1, p.beta())),
                    new FloatPointer(c),
                    p.ldc());
        }
        checkBlas("cublasXsyrk", result);
    }

    @Override
    public Workspace eigenWorkspace(SymmetricEigenproblem p) {
        bind();
        int type = p.arithmetic() == Arithmetic.FLOAT64 ? CUDA_R_64F : CUDA_R_32F;
        try (SizeTPointer onDevice = new SizeTPointer(1);
                SizeTPointer onHost = new SizeTPointer(1)) {
            checkSolver(
                    "cusolverDnXsyevd_bufferSize",
                    cusolverDnXsyevd_bufferSize(
                            solver,
                            solverParameters,
                            mode(p),
                            CUBLAS_FILL_MODE_UPPER,
                            p.n(),
                            type,
                            new Address(p.a()),
                            p.lda(),
                            type,
                            new Address(p.a()), // the eigenvalues, which are not touched yet
                            type,
                            onDevice,
                            onHost));
            return new Workspace(onDevice.get(), onHost.get());
        }
    }

    @Override
    public int eigen(SymmetricEigenproblem p, long values, Workspace workspace, long scratch) {
        bind();
        int type = p.arithmetic() == Arithmetic.FLOAT64 ? CUDA_R_64F : CUDA_R_32F;
        int[] info = new int[1];
        try (BytePointer host = new BytePointer(Math.max(1, workspace.hostBytes()));
                IntPointer found = new IntPointer(1)) {
            checkSolver(
                    "cusolverDnXsyevd",
                    cusolverDnXsyevd(
                            solver,
                            solverParameters,
                            mode(p),
                            CUBLAS_FILL_MODE_UPPER,
                            p.n(),
                            type,
                            new Address(p.a()),
                            p.lda(),
                            type,
                            new Address(values),
                            type,
                            new Address(scratch),
                            workspace.deviceBytes(),
                            host,
                            workspace.hostBytes(),
                            new IntPointer(new Address(status))));
            copy(found, new Address(status), Integer.BYTES, cudaMemcpyDeviceToHost);
            found.get(info);
        }
        return info[0];
    }

    private static int mode(SymmetricEigenproblem p) {
        return p.vectors() ? CUSOLVER_EIG_MODE_VECTOR : CUSOLVER_EIG_MODE_NOVECTOR;
    }

    @Override
    public void launch(KernelCall call) {
        bind();
        for (int i = 0; i < call.count(); i++) {
            arguments.put(i, call.bits(i));
        }
        Grid grid = call.grid();
        CUfunc_st function = Objects.requireNonNull(
                Objects.requireNonNull(functions.get(call.precision())).get(call.kernel()));
        check(
                "kernel " + call.kernel().symbol(),
                cuLaunchKernel(
                        function,
                        grid.blocksAcross(),
                        grid.blocksDown(),
                        1,
                        grid.threadsAcross(),
                        grid.threadsDown(),
                        1,
                        0,
                        stream,
                        argumentAddresses,
                        (PointerPointer<?>) null));
    }

    @Override
    public void synchronize() {
        bind();
        check("cudaStreamSynchronize", cudaStreamSynchronize(stream));
    }

    private static void check(String call, int status) {
        if (status != 0) {
            String text = "%s (%s)"
                    .formatted(
                            cudaGetErrorName(status).getString(),
                            cudaGetErrorString(status).getString());
            throw new CudaCallException(call, text, StatusCodes.ofRuntime(status));
        }
    }

    private static void checkBlas(String call, int status) {
        if (status != 0) {
            String text = "%s (%s)"
                    .formatted(
                            cublasGetStatusName(status).getString(),
                            cublasGetStatusString(status).getString());
            throw new CudaCallException(call, text, StatusCodes.ofBlas(status));
        }
    }

    private static void checkSolver(String call, int status) {
        if (status != 0) {
            throw new CudaCallException(call, "cusolverStatus_t " + status, StatusCodes.ofSolver(status));
        }
    }

    /** A place in the device's memory; nothing is freed with it. */
    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }
}
