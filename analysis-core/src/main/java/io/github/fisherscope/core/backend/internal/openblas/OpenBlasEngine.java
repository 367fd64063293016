package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.CpuEngine;
import io.github.fisherscope.core.backend.internal.shared.Storage;
import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.backend.internal.shared.Tiling;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import io.github.fisherscope.core.check.Args;
import java.lang.ref.Reference;

/** Products by OpenBLAS, one thread per call; eigenvalues by {@link LapackEigenSolver}. */
final class OpenBlasEngine implements CpuEngine {
    /*
     * Eight tiles feed eight cores. At order 1000 on two threads, float64 (float32), in 10⁹/s: two tiles of 500 × 1000 reach
     * 137 (298), eight of 500 × 250 reach 114 (251), of 250 × 500 121 (263), of 264 × 504, whole multiples of what the
     * library's kernels take at a time, 123 (275): ProductTiles among the benchmarks.
     */
    private static final int LARGEST_TILE = 1024;
    private static final int SMALLEST_TILE = 128;
    private static final int WANTED_TILES = 8;
    private static final int ROWS_AT_ONCE = 24;
    private static final int COLUMNS_AT_ONCE = 8;

    private final Precision precision;

    OpenBlasEngine(Precision precision) {
        this.precision = precision;
    }

    @Override
    public Storage allocate(long entries, WorkCrew crew) {
        return NativeStorage.of(entries, precision, crew);
    }

    /** The library counts rows and columns with 32 bits; entries it addresses with 64. */
    @Override
    public void requireAddressable(long rows, long columns) {
        Args.require(
                rows <= Integer.MAX_VALUE && columns <= Integer.MAX_VALUE,
                "a matrix of %d × %d was asked for; the openblas backend takes up to 2³¹ − 1 rows and columns",
                rows,
                columns);
    }

    @Override
    public Tiling tiling(long m, long n, long k) {
        return Tiling.balanced(m, n, LARGEST_TILE, SMALLEST_TILE, WANTED_TILES)
                .evenedOut(ROWS_AT_ONCE, COLUMNS_AT_ONCE);
    }

    @Override
    public Tiling tilingWithinTask(long m, long n, long k) {
        return Tiling.balanced(m, n, LARGEST_TILE, SMALLEST_TILE, 1);
    }

    /*
     * For a transposed operand the library multiplies small blocks as they lie up to m·n = 1200: 72 × 16 leaves room for 16
     * vectors. Larger blocks it first copies into another order, which takes longer than the product: for ten vectors and
     * 10 000 rows on two threads, float64, blocks of 64 to 80 take 0.032 s and of 128 to 512 0.05 to 0.06 s.
     */
    @Override
    public int productEdge() {
        return 72;
    }

    @Override
    public void product(double alpha, Operand a, Operand b, double beta, StridedMatrix c) {
        StridedMatrix am = a.matrix();
        StridedMatrix bm = b.matrix();
        if (c.rows() == 1 && !a.transposed()) {
            rowProduct(alpha, am, bm, b.transposed(), beta, c);
            return;
        }
        try {
            if (c.storage() instanceof NativeDoubles to
                    && am.storage() instanceof NativeDoubles left
                    && bm.storage() instanceof NativeDoubles right) {
                Blas.dgemm(
                        a.transposed(),
                        b.transposed(),
                        (int) c.rows(),
                        (int) c.columns(),
                        inner(a),
                        alpha,
                        left.at(am.offset()),
                        lead(am),
                        right.at(bm.offset()),
                        lead(bm),
                        beta,
                        to.at(c.offset()),
                        lead(c));
            } else {
                singleProduct((float) alpha, a, b, (float) beta, c);
            }
        } finally {
            Reference.reachabilityFence(am.storage());
            Reference.reachabilityFence(bm.storage());
            Reference.reachabilityFence(c.storage());
        }
    }

    private static int inner(Operand a) {
        return (int) (a.transposed() ? a.matrix().rows() : a.matrix().columns());
    }

    /** The same call in single precision: pointers to doubles and to floats have no type in common. */
    private static void singleProduct(float alpha, Operand a, Operand b, float beta, StridedMatrix c) {
        StridedMatrix am = a.matrix();
        StridedMatrix bm = b.matrix();
        if (!(c.storage() instanceof NativeFloats to
                && am.storage() instanceof NativeFloats left
                && bm.storage() instanceof NativeFloats right)) {
            throw new IllegalStateException("storage of a foreign kind");
        }
        Blas.sgemm(
                a.transposed(),
                b.transposed(),
                (int) c.rows(),
                (int) c.columns(),
                inner(a),
                alpha,
                left.at(am.offset()),
                lead(am),
                right.at(bm.offset()),
                lead(bm),
                beta,
                to.at(c.offset()),
                lead(c));
    }

    /** A single row times op(b) reads b once; the general product would copy b into another order first. */
    private static void rowProduct(
            double alpha, StridedMatrix a, StridedMatrix b, boolean transposed, double beta, StridedMatrix c) {
        int rows = (int) b.rows();
        int columns = (int) b.columns();
        try {
            if (c.storage() instanceof NativeDoubles to
                    && a.storage() instanceof NativeDoubles left
                    && b.storage() instanceof NativeDoubles right) {
                Blas.dgemv(
                        !transposed,
                        rows,
                        columns,
                        alpha,
                        right.at(b.offset()),
                        lead(b),
                        left.at(a.offset()),
                        beta,
                        to.at(c.offset()));
            } else if (c.storage() instanceof NativeFloats to
                    && a.storage() instanceof NativeFloats left
                    && b.storage() instanceof NativeFloats right) {
                Blas.sgemv(
                        !transposed,
                        rows,
                        columns,
                        (float) alpha,
                        right.at(b.offset()),
                        lead(b),
                        left.at(a.offset()),
                        (float) beta,
                        to.at(c.offset()));
            } else {
                throw new IllegalStateException("storage of a foreign kind");
            }
        } finally {
            Reference.reachabilityFence(a.storage());
            Reference.reachabilityFence(b.storage());
            Reference.reachabilityFence(c.storage());
        }
    }

    @Override
    public void selfProduct(double alpha, StridedMatrix a, double beta, StridedMatrix c) {
        int n = (int) c.rows();
        int k = (int) a.columns();
        try {
            if (c.storage() instanceof NativeDoubles to && a.storage() instanceof NativeDoubles from) {
                Blas.dsyrk(n, k, alpha, from.at(a.offset()), lead(a), beta, to.at(c.offset()), lead(c));
            } else if (c.storage() instanceof NativeFloats to && a.storage() instanceof NativeFloats from) {
                Blas.ssyrk(n, k, (float) alpha, from.at(a.offset()), lead(a), (float) beta, to.at(c.offset()), lead(c));
            } else {
                throw new IllegalStateException("storage of a foreign kind");
            }
        } finally {
            Reference.reachabilityFence(a.storage());
            Reference.reachabilityFence(c.storage());
        }
    }

    private static int lead(StridedMatrix m) {
        return (int) m.stride();
    }

    @Override
    public double[] eigenvalues(StridedMatrix a, WorkCrew crew) {
        return LapackEigenSolver.values(a, crew);
    }

    @Override
    public double[] eigenPairs(StridedMatrix a, StridedMatrix vectors, WorkCrew crew) {
        return LapackEigenSolver.pairs(a, vectors);
    }

    @Override
    public boolean solvePositiveDefinite(double shift, StridedMatrix a, StridedMatrix rows, WorkCrew crew) {
        return LapackCholesky.solve(shift, a, rows, crew);
    }
}
