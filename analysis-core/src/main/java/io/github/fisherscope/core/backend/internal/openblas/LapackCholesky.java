package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.internal.shared.StridedMatrix;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import org.bytedeco.openblas.global.openblas_full;

/**
 * Systems with a positive definite matrix in float64, whatever the storage. The factor comes block column by block column:
 * LAPACK factors the diagonal block, and rows below it and tiles behind it are divided among the crew. Tiles depend on
 * the order of the matrix alone, so that the bits of the result do not depend on threads.
 */
final class LapackCholesky {
    /** A row-major lower triangle is LAPACK's upper triangle. */
    private static final byte UPPER = 'U';

    /** Width of a block column: from it on products reach their full rate. */
    private static final int BLOCK = 256;

    private static final int TILE = 512;

    private final Float64 a;
    private final int n;
    private final WorkCrew crew;

    private LapackCholesky(Float64 a, int n, WorkCrew crew) {
        this.a = a;
        this.n = n;
        this.crew = crew;
    }

    /**
     * Replaces every row y by the solution of {@code (A + shift I) x = y}.
     *
     * @param a destroyed
     * @return false, with rows as they were, if a pivot is not positive
     */
    static boolean solve(double shift, StridedMatrix a, StridedMatrix rows, WorkCrew crew) {
        int n = (int) a.rows();
        try (Float64 m = Float64.of(a);
                Float64 x = Float64.of(rows)) {
            LapackCholesky factor = new LapackCholesky(m, n, crew);
            factor.shift(shift);
            if (!factor.factor()) {
                return false;
            }
            int info = openblas_full.LAPACKE_dpotrs(
                    Lapack.COLUMN_MAJOR, UPPER, n, (int) rows.rows(), m.pointer(), m.lead(), x.pointer(), x.lead());
            Lapack.requireSuccess("dpotrs", info);
            x.writeTo(rows);
            return true;
        }
    }

    private long place(int i, int j) {
        return a.offset() + (long) i * a.lead() + j;
    }

    private void shift(double shift) {
        double[] pivot = new double[1];
        for (int i = 0; i < n; i++) {
            a.storage().get(place(i, i), pivot, 0, 1);
            pivot[0] += shift;
            a.storage().put(place(i, i), pivot, 0, 1);
        }
    }

    /** Replaces the lower triangle by L with A = L Lᵀ; returns whether all pivots are positive. */
    private boolean factor() {
        for (int k = 0; k < n; k += BLOCK) {
            int width = Math.min(BLOCK, n - k);
            int info = openblas_full.LAPACKE_dpotrf(
                    Lapack.COLUMN_MAJOR, UPPER, width, a.storage().at(place(k, k)), a.lead());
            if (info > 0) {
                return false;
            }
            Lapack.requireSuccess("dpotrf", info);
            int next = k + width;
            int diagonal = k;
            int strips = strips(n - next);
            crew.run(strips, i -> {
                int row = next + i * TILE;
                Blas.dtrsmRightLowerTransposed(
                        height(row),
                        width,
                        a.storage().at(place(diagonal, diagonal)),
                        a.lead(),
                        a.storage().at(place(row, diagonal)),
                        a.lead());
            });
            crew.run(strips * (strips + 1) / 2, tile -> subtract(diagonal, width, next, tile));
        }
        return true;
    }

    /** Subtracts the products of a block column from a tile on or below the diagonal. */
    private void subtract(int column, int width, int next, int tile) {
        int down = (int) ((Math.sqrt(8.0 * tile + 1) - 1) / 2);
        int across = tile - down * (down + 1) / 2;
        int i = next + down * TILE;
        int j = next + across * TILE;
        Blas.dgemm(
                false,
                true,
                height(i),
                height(j),
                width,
                -1,
                a.storage().at(place(i, column)),
                a.lead(),
                a.storage().at(place(j, column)),
                a.lead(),
                1,
                a.storage().at(place(i, j)),
                a.lead());
    }

    private int height(int row) {
        return Math.min(TILE, n - row);
    }

    private static int strips(int rows) {
        return (rows + TILE - 1) / TILE;
    }
}
