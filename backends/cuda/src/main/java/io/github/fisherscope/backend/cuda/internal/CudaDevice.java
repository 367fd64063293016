package io.github.fisherscope.backend.cuda.internal;

/**
 * One GPU, as far as this backend needs it: memory at addresses, products and eigenvalues of column-major matrices as
 * cuBLAS and cuSOLVER define them, and the kernels of {@link Kernel}. Calls are given to the device in order, on one
 * stream, and need not be finished on return; copies to the host are.
 *
 * <p>Every method throws {@link CudaCallException} when the device refuses; an error of an earlier call may show at a
 * later one. Not safe for several threads at once: {@link CudaSession} admits one at a time.
 */
interface CudaDevice {
    DeviceFacts facts();

    MemoryState memory();

    /** Returns the address of {@code bytes} bytes, at least 1, with any content. */
    long allocate(long bytes);

    void free(long address);

    /** Sets bytes to zero. */
    void clear(long address, long bytes);

    void copyIn(double[] source, int offset, int count, long address);

    void copyIn(float[] source, int offset, int count, long address);

    void copyOut(long address, double[] target, int offset, int count);

    void copyOut(long address, float[] target, int offset, int count);

    void multiply(Gemm product);

    /** Computes {@code batch.count()} products of one shape; operands of the next lie {@code stride} entries further on. */
    void multiplyBatch(Gemm first, Batch batch);

    void multiplySelf(Syrk product);

    /** Returns what {@link #eigen} needs besides the matrix. */
    Workspace eigenWorkspace(SymmetricEigenproblem problem);

    /**
     * Finds all eigenvalues, ascending, and writes them to {@code values}; eigenvectors, if asked for, take the place
     * of the columns of the matrix.
     *
     * @return 0, or k &gt; 0 if k off-diagonal elements did not converge, or −k if argument k was wrong
     */
    int eigen(SymmetricEigenproblem problem, long values, Workspace workspace, long scratch);

    void launch(KernelCall call);

    /** Waits until everything given to the device is done. */
    void synchronize();

    /**
     * Free and total memory of the device.
     *
     * @param free bytes that nobody has taken
     * @param total bytes in all
     */
    record MemoryState(long free, long total) {}

    /**
     * A column-major matrix in the memory of the device.
     *
     * @param address of its first entry
     * @param stride distance between neighbours in a row, the leading dimension
     * @param transposed whether its transpose is meant
     */
    record Block(long address, long stride, boolean transposed) {
        /** Returns the matrix of the same shape at another address. */
        Block at(long other) {
            return new Block(other, stride, transposed);
        }
    }

    /**
     * The sizes of a product.
     *
     * @param m rows of the result
     * @param n columns of the result
     * @param k the inner dimension
     */
    record Shape(long m, long n, long k) {}

    /** {@code c ← alpha op(a) op(b) + beta c}. */
    record Gemm(Arithmetic arithmetic, Shape shape, double alpha, Block a, Block b, double beta, Block c) {
        /** Returns the same product of matrices at other addresses. */
        Gemm at(long otherA, long otherB, long otherC) {
            return new Gemm(arithmetic, shape, alpha, a.at(otherA), b.at(otherB), beta, c.at(otherC));
        }
    }

    /**
     * Products of one shape at equal distances.
     *
     * @param count how many
     * @param strideA entries from the a of one product to that of the next; b and c alike
     */
    record Batch(long count, long strideA, long strideB, long strideC) {}

    /** The upper triangle of {@code c ← alpha aᵀ a + beta c} on column-major matrices: a is k × n, c is n × n. */
    record Syrk(Arithmetic arithmetic, long n, long k, double alpha, Block a, double beta, Block c) {}

    /**
     * A symmetric column-major matrix of which the upper triangle is read; it is destroyed.
     *
     * @param vectors whether eigenvectors are wanted
     * @param n order
     * @param a address of the matrix
     * @param lda distance between neighbours in a row
     */
    record SymmetricEigenproblem(Arithmetic arithmetic, boolean vectors, long n, long a, long lda) {}

    /**
     * Memory for cuSOLVER.
     *
     * @param deviceBytes bytes on the device
     * @param hostBytes bytes on the host
     */
    record Workspace(long deviceBytes, long hostBytes) {}
}
