package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.EigenPairs;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A device of plain arrays with the rules of the real one: column-major products, an upper triangle, memory of a fixed
 * size that holds rubbish when it is given out, and no reading or writing outside of what was given out. It fails on
 * request.
 */
final class SimulatedDevice implements CudaDevice {
    static final DeviceFacts FACTS = new DeviceFacts("Simulated GPU", 9, 0, "13.0", "simulated CUDA 13.0");

    private final Backend host = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(Precision.DOUBLE, 1));
    private final SimulatedMemory memory;
    private final SimulatedKernels kernels;
    private final Deque<CudaCallException> planned = new ArrayDeque<>();
    private final Set<Kernel> launched = new HashSet<>();
    private final List<Integer> copiedIn = new ArrayList<>();
    private final List<Integer> copiedOut = new ArrayList<>();
    private @Nullable Gemm lastProduct;
    private int allocations;
    private int batches;
    private long missing;
    private long mostUsed;

    SimulatedDevice(long capacity) {
        this.memory = new SimulatedMemory(capacity);
        this.kernels = new SimulatedKernels(memory);
    }

    /** Lets other programs have so many bytes that {@link #memory} goes on calling free. */
    void promiseTooMuch(long bytes) {
        missing = bytes;
    }

    /** Makes the next product, launch, copy or eigenproblem fail. */
    void failNext(CudaCallException failure) {
        planned.add(failure);
    }

    private void failIfPlanned() {
        CudaCallException failure = planned.poll();
        if (failure != null) {
            throw failure;
        }
    }

    /** Returns the most bytes that were in use at once. */
    long mostUsed() {
        return mostUsed;
    }

    /** Returns how often memory was asked for. */
    int allocations() {
        return allocations;
    }

    /** Returns how many batches of products were asked for. */
    int batches() {
        return batches;
    }

    /** Returns how many numbers each copy to the device has moved since the last call, and forgets them. */
    List<Integer> takeCopiesIn() {
        return taken(copiedIn);
    }

    /** Returns how many numbers each copy to the host has moved since the last call, and forgets them. */
    List<Integer> takeCopiesOut() {
        return taken(copiedOut);
    }

    private static List<Integer> taken(List<Integer> copies) {
        List<Integer> taken = List.copyOf(copies);
        copies.clear();
        return taken;
    }

    /** Returns the kernels that have run. */
    Set<Kernel> launched() {
        return launched;
    }

    @Nullable Gemm lastProduct() {
        return lastProduct;
    }

    @Override
    public DeviceFacts facts() {
        return FACTS;
    }

    @Override
    public MemoryState memory() {
        return new MemoryState(memory.free(), memory.capacity());
    }

    @Override
    public long allocate(long bytes) {
        allocations++;
        if (bytes > memory.free() - missing) {
            throw new CudaCallException("cuMemAlloc", "CUDA_ERROR_OUT_OF_MEMORY", CudaCallException.Kind.OUT_OF_MEMORY);
        }
        long address = memory.allocate(bytes);
        mostUsed = Math.max(mostUsed, memory.capacity() - memory.free());
        return address;
    }

    @Override
    public void free(long address) {
        memory.free(address);
    }

    @Override
    public void clear(long address, long bytes) {
        memory.clear(address, bytes);
    }

    @Override
    public void copyIn(double[] source, int offset, int count, long address) {
        failIfPlanned();
        copiedIn.add(count);
        for (int i = 0; i < count; i++) {
            memory.putDouble(address + 8L * i, source[offset + i]);
        }
    }

    @Override
    public void copyIn(float[] source, int offset, int count, long address) {
        failIfPlanned();
        copiedIn.add(count);
        for (int i = 0; i < count; i++) {
            memory.putFloat(address + 4L * i, source[offset + i]);
        }
    }

    @Override
    public void copyOut(long address, double[] target, int offset, int count) {
        failIfPlanned();
        copiedOut.add(count);
        for (int i = 0; i < count; i++) {
            target[offset + i] = memory.getDouble(address + 8L * i);
        }
    }

    @Override
    public void copyOut(long address, float[] target, int offset, int count) {
        failIfPlanned();
        copiedOut.add(count);
        for (int i = 0; i < count; i++) {
            target[offset + i] = memory.getFloat(address + 4L * i);
        }
    }

    /** Column-major entry (i, j) of the operand as it enters the product, rounded to TF32 if that is asked for. */
    private double[] operand(
            Arithmetic arithmetic, boolean transposed, long rows, long columns, long address, long ld) {
        requireLeading(transposed ? columns : rows, ld);
        double[] entries = new double[Math.toIntExact(rows * columns)];
        for (long i = 0; i < rows; i++) {
            for (long j = 0; j < columns; j++) {
                double entry = memory.get(arithmetic.storage(), address, transposed ? j + i * ld : i + j * ld);
                entries[(int) (i * columns + j)] = arithmetic == Arithmetic.TF32 ? Tf32.rounded((float) entry) : entry;
            }
        }
        return entries;
    }

    private static void requireLeading(long rows, long ld) {
        if (ld < Math.max(1, rows)) {
            throw new CudaCallException("gemm", "leading dimension " + ld, CudaCallException.Kind.OTHER);
        }
    }

    @Override
    public void multiply(Gemm p) {
        failIfPlanned();
        lastProduct = p;
        long m = p.shape().m();
        long n = p.shape().n();
        long k = p.shape().k();
        double[] a = operand(p.arithmetic(), p.a().transposed(), m, k, p.a().address(), p.a().stride());
        double[] b = operand(p.arithmetic(), !p.b().transposed(), n, k, p.b().address(), p.b().stride());
        requireLeading(m, p.c().stride());
        double[] products = products(a, m, b, n, k);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double product = p.alpha() * products[(int) (i * n + j)];
                combine(p.arithmetic().storage(), product, p.beta(), p.c().address(), i + j * p.c().stride());
            }
        }
    }

    @Override
    public void multiplyBatch(Gemm first, Batch batch) {
        failIfPlanned();
        batches++;
        int size = first.arithmetic().storage().bytes();
        for (long t = 0; t < batch.count(); t++) {
            multiply(first.at(
                    first.a().address() + t * batch.strideA() * size,
                    first.b().address() + t * batch.strideB() * size,
                    first.c().address() + t * batch.strideC() * size));
        }
    }

    @Override
    public void multiplySelf(Syrk p) {
        failIfPlanned();
        double[] a = operand(p.arithmetic(), true, p.n(), p.k(), p.a().address(), p.a().stride());
        requireLeading(p.n(), p.c().stride());
        double[] products = products(a, p.n(), a, p.n(), p.k());
        for (int j = 0; j < p.n(); j++) {
            for (int i = 0; i <= j; i++) {
                double product = p.alpha() * products[(int) (i * p.n() + j)];
                combine(p.arithmetic().storage(), product, p.beta(), p.c().address(), i + j * p.c().stride());
            }
        }
    }

    /** Returns the products of each row of a with each row of b, both with {@code k} entries, in float64. */
    private double[] products(double[] a, long m, double[] b, long n, long k) {
        double[] found = new double[Math.toIntExact(m * n)];
        try (Matrix left = matrix(a, m, k);
                Matrix right = matrix(b, n, k);
                Matrix product = host.allocate(m, n)) {
            host.multiply(1, left, Transpose.NO, right, Transpose.YES, 0, product);
            for (int i = 0; i < m; i++) {
                product.read(i, 0, found, (int) (i * n), (int) n);
            }
        }
        return found;
    }

    private Matrix matrix(double[] entries, long rows, long columns) {
        Matrix m = host.allocate(rows, columns);
        for (int i = 0; i < rows; i++) {
            m.write(i, 0, entries, (int) (i * columns), (int) columns);
        }
        return m;
    }

    private void combine(Precision precision, double product, double beta, long address, long index) {
        double old = beta == 0 ? 0 : beta * memory.get(precision, address, index);
        memory.put(precision, address, index, product + old);
    }

    @Override
    public Workspace eigenWorkspace(SymmetricEigenproblem p) {
        failIfPlanned();
        return new Workspace(2 * p.n() * p.n() * p.arithmetic().storage().bytes(), 64);
    }

    /** Works like cuSOLVER on the upper column-major triangle, by the backend java. */
    @Override
    public int eigen(SymmetricEigenproblem p, long values, Workspace workspace, long scratch) {
        failIfPlanned();
        Precision precision = p.arithmetic().storage();
        memory.clear(scratch, workspace.deviceBytes());
        int n = (int) p.n();
        try (Backend java = Backends.onClassPath().open("java", new BackendConfig(Precision.DOUBLE, 1));
                Matrix lower = java.allocate(n, n)) {
            double[] row = new double[n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j <= i; j++) {
                    row[j] = memory.get(precision, p.a(), j + i * p.lda());
                }
                lower.write(i, 0, row, 0, i + 1);
            }
            requireModestSizes(precision, lower, n);
            if (!p.vectors()) {
                writeAscending(java.symmetricEigenvalues(lower), precision, values);
                return 0;
            }
            try (EigenPairs pairs = java.symmetricEigenPairs(lower, n)) {
                writeAscending(pairs.values(), precision, values);
                for (int k = 0; k < n; k++) {
                    pairs.vectors().read(n - 1L - k, 0, row, 0, n);
                    for (int i = 0; i < n; i++) {
                        memory.put(precision, p.a(), i + k * p.lda(), row[i]);
                    }
                }
            }
        }
        return 0;
    }

    /** Nothing is promised by cuSOLVER about entries whose squares overflow or vanish; it must not be asked. */
    private static void requireModestSizes(Precision precision, Matrix lower, int n) {
        double most = precision == Precision.DOUBLE ? 0x1p500 : 0x1p60;
        double[] row = new double[n];
        double largest = 0;
        for (int i = 0; i < n; i++) {
            lower.read(i, 0, row, 0, i + 1);
            for (int j = 0; j <= i; j++) {
                largest = Math.max(largest, Math.abs(row[j]));
            }
        }
        if (largest > most || (largest > 0 && largest < 1 / most)) {
            throw new CudaCallException("syevd", "entries of size " + largest, CudaCallException.Kind.OTHER);
        }
    }

    private void writeAscending(double[] descending, Precision precision, long address) {
        for (int i = 0; i < descending.length; i++) {
            memory.put(precision, address, i, descending[descending.length - 1 - i]);
        }
    }

    @Override
    public void launch(KernelCall call) {
        failIfPlanned();
        launched.add(call.kernel());
        kernels.run(call);
    }

    @Override
    public void synchronize() {
        failIfPlanned();
    }
}
