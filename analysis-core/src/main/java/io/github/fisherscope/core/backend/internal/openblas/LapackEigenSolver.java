package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * Symmetric eigenproblems by LAPACK, in float64 whatever the storage. A row-major lower triangle is LAPACK's upper
 * triangle.
 */
final class LapackEigenSolver {

    /** dsyevd's workspace of 2n² numbers is counted with 32 bits. */
    private static final int LARGEST_FOR_ALL = 32_000;

    /** Where two stages on two threads overtake one stage on one (docs/performance.md). */
    private static final int TWO_STAGE_FROM = 1000;

    private static final int BANDWIDTH = 64;

    private static final byte VALUES = 'N';
    private static final byte VECTORS = 'V';
    private static final byte INDEX_RANGE = 'I';
    private static final byte UPPER = 'U';

    private LapackEigenSolver() {}

    /**
     * Returns all eigenvalues in ascending order: in two stages on all threads for large matrices, by LAPACK's one-stage
     * driver, whose cost is limited by the speed of memory, for small or extremely scaled ones.
     */
    static double[] values(StridedMatrix a, WorkCrew crew) {
        int n = (int) a.rows();
        try (Float64 m = Float64.of(a)) {
            if (n >= TWO_STAGE_FROM && m.wellScaled(n)) {
                return inTwoStages(m, n, crew);
            }
            try (Float64 w = Float64.zeros(n)) {
                int info = openblas_full.LAPACKE_dsyevd(
                        Lapack.COLUMN_MAJOR, VALUES, UPPER, n, m.pointer(), m.lead(), w.pointer());
                Lapack.requireSuccess("dsyevd", info);
                return w.toArray(n);
            }
        }
    }

    private static double[] inTwoStages(Float64 m, int n, WorkCrew crew) {
        try (BulgeChase chase = new BulgeChase(n, BANDWIDTH)) {
            try (BandReduction reduction = new BandReduction(n, BANDWIDTH, m.pointer(), m.lead(), crew)) {
                reduction.run();
            }
            double[] column = new double[BANDWIDTH + 1];
            for (int j = 0; j < n; j++) {
                int count = Math.min(BANDWIDTH + 1, n - j);
                for (int i = 0; i < count; i++) {
                    m.storage().get(m.offset() + (long) (j + i) * m.lead() + j, column, i, 1);
                }
                chase.setColumn(j, column, count);
            }
            chase.run(crew);
            double[] diagonal = chase.diagonal();
            Lapack.requireSuccess("dsterf", openblas_full.LAPACKE_dsterf(n, diagonal, chase.subdiagonal()));
            return diagonal;
        }
    }

    /**
     * Bisection and inverse iteration (dsyevr on a range) for the upper half of the spectrum or less; divide and conquer
     * (dsyevd) for more, because the method that dsyevr uses for whole spectra loses orthogonality on graded ones.
     */
    static double[] pairs(StridedMatrix a, StridedMatrix vectors) {
        boolean few = vectors.rows() <= a.rows() / 2;
        return few || a.rows() > LARGEST_FOR_ALL ? topRange(a, vectors) : all(a, vectors);
    }

    private static double[] all(StridedMatrix a, StridedMatrix vectors) {
        int n = (int) a.rows();
        try (Float64 m = Float64.of(a);
                Float64 w = Float64.zeros(n)) {
            int info = openblas_full.LAPACKE_dsyevd(
                    Lapack.COLUMN_MAJOR, VECTORS, UPPER, n, m.pointer(), m.lead(), w.pointer());
            Lapack.requireSuccess("dsyevd", info);
            return descending(w.toArray(n), n, m.storage(), m.offset(), m.lead(), vectors);
        }
    }

    /** Copies the last rows of {@code source} to the rows of {@code vectors} in reverse order. */
    private static double[] descending(
            double[] ascending, int found, NativeDoubles source, long offset, int lead, StridedMatrix vectors) {
        int n = (int) vectors.columns();
        double[] values = new double[(int) vectors.rows()];
        double[] line = new double[n];
        for (int k = 0; k < values.length; k++) {
            int from = found - 1 - k;
            values[k] = ascending[from];
            source.get(offset + (long) from * lead, line, 0, n);
            vectors.put(k, 0, line, 0, n);
        }
        return values;
    }

    private static double[] topRange(StridedMatrix a, StridedMatrix vectors) {
        int n = (int) a.rows();
        int top = (int) vectors.rows();
        try (Float64 m = Float64.of(a);
                Float64 w = Float64.zeros(n);
                Float64 z = Float64.zeros((long) n * top);
                IntPointer found = new IntPointer(1);
                IntPointer support = new IntPointer(2L * top)) {
            int info = openblas_full.LAPACKE_dsyevr(
                    Lapack.COLUMN_MAJOR,
                    VECTORS,
                    INDEX_RANGE,
                    UPPER,
                    n,
                    m.pointer(),
                    m.lead(),
                    0,
                    0,
                    n - top + 1,
                    n,
                    0,
                    found,
                    w.pointer(),
                    z.pointer(),
                    n,
                    support);
            Lapack.requireSuccess("dsyevr", info);
            return descending(w.toArray(top), top, z.storage(), 0, n, vectors);
        }
    }
}
