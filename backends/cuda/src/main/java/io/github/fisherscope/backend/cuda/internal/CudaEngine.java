package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.backend.cuda.internal.CudaDevice.Batch;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Block;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Gemm;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Shape;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.SymmetricEigenproblem;
import io.github.fisherscope.backend.cuda.internal.CudaDevice.Syrk;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.CpuEngine;
import io.github.fisherscope.core.backend.internal.shared.EntryKernels;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.backend.internal.shared.Tiling;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Products and eigenvalues on the device. Its libraries are column-major: a row-major matrix is its transpose there, so
 * that {@code C = op(A) op(B)} becomes {@code Cᵀ = op(B)ᵀ op(A)ᵀ}, a lower triangle an upper one, and eigenvectors, which
 * come in columns, lie in rows.
 */
final class CudaEngine implements CpuEngine {
    /** Larger products are cut, so that a symmetric one saves nearly half of the work. */
    private static final int TILE = 16_384;

    private static final int DOUBLE_EXPONENT = 400;
    private static final int SINGLE_EXPONENT = 40;

    private final CudaSession session;
    private final Arithmetic arithmetic;
    private final CudaKernels kernels;
    private final Set<CudaStorage> open = ConcurrentHashMap.newKeySet();

    CudaEngine(CudaSession session, Arithmetic arithmetic) {
        this.session = session;
        this.arithmetic = arithmetic;
        this.kernels = new CudaKernels(session, arithmetic.storage());
    }

    @Override
    public Storage allocate(long entries, WorkCrew crew) {
        return CudaStorage.of(session, open, entries, arithmetic.storage());
    }

    /** The device outlives its backends: what a study that failed has left must not stay there. */
    @Override
    public void close() {
        open.forEach(Storage::close);
    }

    @Override
    public long freeBytes() {
        return session.freeBytes();
    }

    /** Every index is a long; memory ends first. */
    @Override
    public void requireAddressable(long rows, long columns) {}

    @Override
    public Tiling tiling(long m, long n, long k) {
        return Tiling.balanced(m, n, TILE, TILE, 1);
    }

    /** A tile of this size takes milliseconds, many times what it takes to start its kernels. */
    @Override
    public int tileEdge() {
        return 4096;
    }

    @Override
    public EntryKernels kernels(WorkCrew crew) {
        return kernels;
    }

    @Override
    public void product(double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        session.multiply(transposed(alpha, a, b, beta, c));
    }

    /** One call for all samples: a product of one of them is over before its call has been given to the device. */
    @Override
    public boolean interleavedProducts(int count, double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        Batch batch = new Batch(count, b.matrix().stride() / count, a.matrix().stride() / count, c.stride() / count);
        session.multiplyBatch(transposed(alpha, a, b, beta, c), batch);
        return true;
    }

    private Gemm transposed(double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        return new Gemm(
                arithmetic,
                new Shape(c.columns(), c.rows(), a.columns()),
                alpha,
                block(b.matrix(), b.transposed()),
                block(a.matrix(), a.transposed()),
                beta,
                block(c, false));
    }

    private static Block block(StridedMatrix m, boolean transposed) {
        return new Block(CudaStorage.address(m), m.stride(), transposed);
    }

    /** cuBLAS has no symmetric product in TF32; there both triangles are formed. */
    @Override
    public void selfProduct(double alpha, StridedMatrix a, double beta, StridedMatrix c) {
        if (arithmetic == Arithmetic.TF32) {
            product(alpha, new Operand(a, false), new Operand(a, true), beta, c);
            return;
        }
        session.multiplySelf(new Syrk(arithmetic, c.rows(), a.columns(), alpha, block(a, true), beta, block(c, false)));
    }

    @Override
    public double[] eigenvalues(StridedMatrix a, WorkCrew crew) {
        return solve(a, false);
    }

    @Override
    public double[] eigenPairs(StridedMatrix a, StridedMatrix vectors, WorkCrew crew) {
        double[] ascending = solve(a, true);
        int n = ascending.length;
        double[] values = new double[(int) vectors.rows()];
        for (int k = 0; k < values.length; k++) {
            values[k] = ascending[n - 1 - k];
        }
        kernels.copyRowsReversed(a, vectors);
        return values;
    }

    /** A matrix whose largest entry is far from 1 is scaled by a power of two, so that squares neither overflow nor vanish. */
    private double[] solve(StridedMatrix a, boolean vectors) {
        int exponent = scaleExponent(kernels.largestOfLower(a), arithmetic.storage());
        if (exponent != 0) {
            kernels.add(Math.scalb(1.0, -exponent), a, 0, a);
        }
        double[] values = session.eigen(
                new SymmetricEigenproblem(arithmetic, vectors, a.rows(), CudaStorage.address(a), a.stride()));
        if (exponent != 0) {
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.scalb(values[i], exponent);
            }
        }
        return values;
    }

    /** Returns e such that division by 2ᵉ brings the size near 1; 0 where there is no need or nothing to scale. */
    static int scaleExponent(double size, Precision precision) {
        int harmless = precision == Precision.DOUBLE ? DOUBLE_EXPONENT : SINGLE_EXPONENT;
        int exponent = size == 0 ? 0 : Math.getExponent(size);
        if (Math.abs(exponent) <= harmless) {
            return 0;
        }
        int most = precision == Precision.DOUBLE ? 1000 : 120; // the factor itself must be a number
        return Math.max(-most, Math.min(most, exponent));
    }
}
