package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.backend.internal.shared.WorkCrew;
import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas_full;

/**
 * First stage of the reduction to tridiagonal form: a dense symmetric matrix becomes a band matrix with the same
 * eigenvalues, in products of matrices that several cores share.
 *
 * <p>A panel of b columns below the band is factored, P = Q R with Q = I − V T Vᵀ; with X = A V T and W = X − ½ V (Tᵀ Vᵀ
 * X) the trailing matrix becomes QᵀAQ = A − V Wᵀ − W Vᵀ. (Dongarra, Sorensen, Hammarling, J. Comput. Appl. Math. 27,
 * 1989, for the blocked update; Bischof, Lang, Sun, ACM TOMS 26, 2000, for the two stages.) Ours: the update is one
 * product [V W][W V]ᵀ per tile, tiles are divided by shape and one thread computes each, so that the result does not
 * depend on the number of threads. Cost 4/3 n³ operations.
 */
final class BandReduction implements AutoCloseable {
    private static final int TILE = 256;

    private final int n;
    private final int b;
    private final DoublePointer a;
    private final long lead;
    private final WorkCrew crew;
    private final NativeDoubles panel;
    private final NativeDoubles tau;
    private final NativeDoubles work;
    private final NativeDoubles triangle;
    private final NativeDoubles small;
    private final NativeDoubles scaled;
    private final NativeDoubles left;
    private final NativeDoubles right;

    /** The lower triangle of the row-major n × n matrix at {@code a} will be reduced to semi-bandwidth b. */
    BandReduction(int n, int b, DoublePointer a, long lead, WorkCrew crew) {
        this.n = n;
        this.b = b;
        this.a = a;
        this.lead = lead;
        this.crew = crew;
        this.panel = zeros((long) n * b);
        this.tau = zeros(b);
        this.work = zeros((long) b * b);
        this.triangle = zeros((long) b * b);
        this.small = zeros(2L * b * b);
        this.scaled = zeros((long) n * b);
        this.left = zeros(2L * n * b);
        this.right = zeros(2L * n * b);
    }

    static NativeDoubles zeros(long entries) {
        return (NativeDoubles) NativeStorage.of(entries, Precision.DOUBLE);
    }

    /** Reduces the matrix; afterwards entries (i, j) with j ≤ i ≤ j + b hold the band. */
    void run() {
        for (int j = 0; j + b < n - 1; j += b) {
            int rows = n - j - b;
            int width = Math.min(b, rows);
            factor(j, rows, width);
            multiplyTrailing(j + b, rows, width);
            correct(rows, width);
            update(j + b, rows, width);
        }
    }

    private DoublePointer at(long row, long column) {
        return a.getPointer(row * lead + column);
    }

    /** Factors the panel below the band and leaves V in the first half of {@code left} and V T in {@code scaled}. */
    private void factor(int j, int rows, int width) {
        DoublePointer p = panel.at(0);
        openblas_full.cblas_domatcopy(
                Blas.ROW_MAJOR, Blas.TRANSPOSE, rows, b, 1, at((long) j + b, j), (int) lead, p, rows);
        Lapack.requireSuccess(
                "dgeqrf",
                openblas_full.LAPACKE_dgeqrf_work(Lapack.COLUMN_MAJOR, rows, b, p, rows, tau.at(0), work.at(0), b * b));
        Lapack.requireSuccess(
                "dlarft",
                openblas_full.LAPACKE_dlarft_work(
                        Lapack.COLUMN_MAJOR,
                        (byte) 'F',
                        (byte) 'C',
                        rows,
                        width,
                        p,
                        rows,
                        tau.at(0),
                        triangle.at(0),
                        b));
        splitPanel(j, rows);
        openblas_full.cblas_domatcopy(Blas.ROW_MAJOR, Blas.TRANSPOSE, width, rows, 1, p, rows, left.at(0), 2 * width);
        openblas_full.cblas_domatcopy(
                Blas.ROW_MAJOR, Blas.TRANSPOSE, width, rows, 1, p, rows, right.at(width), 2 * width);
        // column-major T is row-major Tᵀ
        forStrips(
                rows,
                (from, count) -> Blas.dgemm(
                        false,
                        true,
                        count,
                        width,
                        width,
                        1,
                        left.at(2L * width * from),
                        2 * width,
                        triangle.at(0),
                        b,
                        0,
                        scaled.at((long) width * from),
                        width));
    }

    /** Takes the triangle of the factored panel to its place in the band, and leaves V alone in the panel. */
    private void splitPanel(int j, int rows) {
        double[] column = new double[b];
        double[] unit = new double[b];
        for (int c = 0; c < b; c++) {
            int height = Math.min(c + 1, rows);
            panel.get((long) c * rows, column, 0, height);
            for (int i = 0; i < height; i++) {
                at((long) j + b + i, (long) j + c).put(column[i]);
            }
            Arrays.fill(unit, 0);
            if (c < rows) {
                unit[c] = 1;
            }
            panel.put((long) c * rows, unit, 0, height);
        }
    }

    /** Writes X = A V T into the second half of {@code left}: strip by strip, from the lower triangle alone. */
    private void multiplyTrailing(int first, int rows, int width) {
        forStrips(rows, (from, count) -> {
            DoublePointer x = left.at(2L * width * from + width);
            long row = (long) first + from;
            openblas_full.cblas_dsymm(
                    Blas.ROW_MAJOR,
                    Blas.LEFT,
                    Blas.LOWER,
                    count,
                    width,
                    1,
                    at(row, row),
                    (int) lead,
                    scaled.at((long) width * from),
                    width,
                    0,
                    x,
                    2 * width);
            if (from > 0) {
                addProduct(false, count, width, from, at(row, first), scaled.at(0), x);
            }
            int below = rows - from - count;
            if (below > 0) {
                addProduct(
                        true, count, width, below, at(row + count, row), scaled.at((long) width * (from + count)), x);
            }
        });
    }

    /** Computes {@code x ← x + op(part) v} for a part of A beside the diagonal. */
    private void addProduct(
            boolean transposed, int count, int width, int inner, DoublePointer part, DoublePointer v, DoublePointer x) {
        Blas.dgemm(transposed, false, count, width, inner, 1, part, (int) lead, v, width, 1, x, 2 * width);
    }

    /** Turns X into W and copies it to the first half of {@code right}. */
    private void correct(int rows, int width) {
        DoublePointer z = small.at(0);
        DoublePointer s = small.at((long) b * b);
        Blas.dgemm(true, false, width, width, rows, 1, left.at(0), 2 * width, left.at(width), 2 * width, 0, z, b);
        Blas.dgemm(false, false, width, width, width, 1, triangle.at(0), b, z, b, 0, s, b);
        forStrips(rows, (from, count) -> {
            DoublePointer w = left.at(2L * width * from + width);
            Blas.dgemm(
                    false,
                    false,
                    count,
                    width,
                    width,
                    -0.5,
                    left.at(2L * width * from),
                    2 * width,
                    s,
                    b,
                    1,
                    w,
                    2 * width);
            openblas_full.cblas_domatcopy(
                    Blas.ROW_MAJOR,
                    Blas.NO_TRANSPOSE,
                    count,
                    width,
                    1,
                    w,
                    2 * width,
                    right.at(2L * width * from),
                    2 * width);
        });
    }

    private void update(int first, int rows, int width) {
        int strips = (rows + TILE - 1) / TILE;
        int depth = 2 * width;
        crew.run(strips * (strips + 1) / 2, tile -> {
            int down = (int) ((Math.sqrt(8.0 * tile + 1) - 1) / 2);
            int across = tile - down * (down + 1) / 2;
            int row = down * TILE;
            int column = across * TILE;
            int height = Math.min(TILE, rows - row);
            int breadth = Math.min(TILE, rows - column);
            Blas.dgemm(
                    false,
                    true,
                    height,
                    breadth,
                    depth,
                    -1,
                    left.at((long) depth * row),
                    depth,
                    right.at((long) depth * column),
                    depth,
                    1,
                    at((long) first + row, (long) first + column),
                    (int) lead);
        });
    }

    private void forStrips(int rows, Strip strip) {
        int strips = (rows + TILE - 1) / TILE;
        crew.run(strips, i -> strip.accept(i * TILE, Math.min(TILE, rows - i * TILE)));
    }

    /** Work on {@code count} rows from row {@code from} on. */
    @FunctionalInterface
    private interface Strip {
        void accept(int from, int count);
    }

    @Override
    public void close() {
        for (NativeDoubles buffer : new NativeDoubles[] {panel, tau, work, triangle, small, scaled, left, right}) {
            buffer.close();
        }
    }
}
