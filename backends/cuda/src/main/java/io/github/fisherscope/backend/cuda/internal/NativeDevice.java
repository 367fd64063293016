package io.github.fisherscope.backend.cuda.internal;

/**
 * The first visible GPU through the machine's own CUDA libraries: one stream, one handle of each library, kernels
 * compiled when it is opened. It lives as long as the process.
 */
final class NativeDevice implements CudaDevice {
    private final GpuContext context;
    private final GpuMemory memory;
    private final GpuBlas blas;
    private final GpuSolver solver;
    private final GpuKernels kernels;
    private final DeviceFacts facts;

    private NativeDevice(CudaDriver driver) {
        this.context = new GpuContext();
        this.memory = new GpuMemory(context);
        this.blas = new GpuBlas(context);
        this.solver = new GpuSolver(context, memory);
        int major = context.attribute(DriverCalls.CAPABILITY_MAJOR);
        int minor = context.attribute(DriverCalls.CAPABILITY_MINOR);
        String compiler = KernelCompiler.version();
        this.facts = new DeviceFacts(
                context.name(),
                major,
                minor,
                driver.versionText(),
                "CUDA %s (cuBLAS %s, cuSOLVER %s)".formatted(compiler, blas.version(), solver.version()));
        this.kernels =
                new GpuKernels(context, KernelCompiler.target(10 * major + minor, KernelCompiler.architectures()));
    }

    /** Starts the device; the driver runs and the libraries have been bound. */
    static NativeDevice open(CudaDriver driver) {
        return new NativeDevice(driver);
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public MemoryState memory() {
        context.bind();
        return memory.state();
    }

    @Override
    public long allocate(long bytes) {
        context.bind();
        return memory.allocate(bytes);
    }

    @Override
    public void free(long address) {
        context.bind();
        memory.free(address);
    }

    @Override
    public void clear(long address, long bytes) {
        context.bind();
        memory.clear(address, bytes);
    }

    @Override
    public void copyIn(double[] source, int offset, int count, long address) {
        context.bind();
        memory.copyIn(source, offset, count, address);
    }

    @Override
    public void copyIn(float[] source, int offset, int count, long address) {
        context.bind();
        memory.copyIn(source, offset, count, address);
    }

    @Override
    public void copyOut(long address, double[] target, int offset, int count) {
        context.bind();
        memory.copyOut(address, target, offset, count);
    }

    @Override
    public void copyOut(long address, float[] target, int offset, int count) {
        context.bind();
        memory.copyOut(address, target, offset, count);
    }

    @Override
    public void multiply(Gemm product) {
        context.bind();
        blas.multiply(product);
    }

    @Override
    public void multiplyBatch(Gemm first, Batch batch) {
        context.bind();
        blas.multiplyBatch(first, batch);
    }

    @Override
    public void multiplySelf(Syrk product) {
        context.bind();
        blas.multiplySelf(product);
    }

    @Override
    public Workspace eigenWorkspace(SymmetricEigenproblem problem) {
        context.bind();
        return solver.workspace(problem);
    }

    @Override
    public int eigen(SymmetricEigenproblem problem, long values, Workspace workspace, long scratch) {
        context.bind();
        return solver.solve(problem, values, workspace, scratch);
    }

    @Override
    public void launch(KernelCall call) {
        context.bind();
        kernels.launch(call);
    }

    @Override
    public void synchronize() {
        context.bind();
        context.synchronize();
    }
}
