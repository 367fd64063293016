package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.CpuEngine;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.backend.internal.shared.Tiling;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import java.util.Locale;

/** Products by {@link PackedDoubles} and {@link PackedFloats}, eigenvalues by {@link EjmlEigenSolver}, numbers in {@link HeapStorage}. */
final class JavaEngine implements CpuEngine {
    private static final int PAGE_BITS = 27;
    private static final int SMALLEST_TILE = 32;
    private static final int WANTED_TILES = 8;

    private final Precision precision;
    private final ThreadLocal<PackedDoubles> doubles = ThreadLocal.withInitial(
            () -> new PackedDoubles(Kernels.used().doubles().get()));
    private final ThreadLocal<PackedFloats> floats = ThreadLocal.withInitial(
            () -> new PackedFloats(Kernels.used().floats().get()));

    JavaEngine(Precision precision) {
        this.precision = precision;
    }

    @Override
    public Storage allocate(long entries, WorkCrew crew) {
        try {
            return precision == Precision.DOUBLE
                    ? HeapStorage.ofDoubles(entries, PAGE_BITS)
                    : HeapStorage.ofFloats(entries, PAGE_BITS);
        } catch (OutOfMemoryError e) {
            OutOfMemoryError described = new OutOfMemoryError(String.format(
                    Locale.ROOT,
                    "no room for %d numbers of %d bytes on the Java heap of at most %d MiB; raise -Xmx or use openblas",
                    entries,
                    precision.bytes(),
                    Runtime.getRuntime().maxMemory() >> 20));
            described.initCause(e);
            throw described;
        }
    }

    @Override
    public void requireAddressable(long rows, long columns) {
        // pages take any index
    }

    @Override
    public Tiling tiling(long m, long n, long k) {
        return Tiling.balanced(m, n, PackedDoubles.EDGE, SMALLEST_TILE, WANTED_TILES);
    }

    @Override
    public void product(double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        if (precision == Precision.DOUBLE) {
            doubles.get().multiply(alpha, a, b, beta, c);
        } else {
            floats.get().multiply(alpha, a, b, beta, c);
        }
    }

    @Override
    public void selfProduct(double alpha, StridedMatrix a, double beta, StridedMatrix c) {
        product(alpha, new Operand(a, false), new Operand(a, true), beta, c);
    }

    @Override
    public double[] eigenvalues(StridedMatrix a, WorkCrew crew) {
        return EjmlEigenSolver.values(a);
    }

    @Override
    public double[] eigenPairs(StridedMatrix a, StridedMatrix vectors, WorkCrew crew) {
        return EjmlEigenSolver.pairs(a, vectors);
    }
}
