package io.github.fisherscope.spectra.internal;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.operator.ResidentOperator;
import io.github.fisherscope.core.operator.SymmetricOperator;
import org.jspecify.annotations.Nullable;

/** Where the vectors of a Krylov method lie, and what is asked of those that lie in the memory of a device. */
public final class Residency {
    /** The rest is left to products, whose buffers shrink with what is free. */
    private static final int SHARE = 2;

    /** A device sums a row with one of its processors; rows of this length are better shared by all of them. */
    private static final long LONG_ROW = 1 << 17;

    private static final double SMALLEST_SQUARE = 1e-280;
    private static final double LARGEST_SQUARE = 1e280;

    private Residency() {}

    /**
     * Returns the operator if the vectors should lie on its device: if it lives in memory apart from the host's, in
     * float64 (recurrences are never carried out in float32), and the vectors take no more than half of what is free;
     * otherwise null.
     *
     * @param numbers how many numbers the vectors have together
     */
    public static @Nullable ResidentOperator of(SymmetricOperator operator, double numbers) {
        if (operator instanceof ResidentOperator there
                && there.resident()
                && there.backend().precision() == Precision.DOUBLE) {
            double free = (double) there.backend().freeBytes();
            return numbers * Precision.DOUBLE.bytes() <= free / SHARE ? there : null;
        }
        return null;
    }

    /** Returns the sums of squares of the rows. */
    public static double[] squares(Backend backend, Matrix rows) {
        return dots(backend, rows, rows);
    }

    /** Returns the products of rows of equal numbers; no vector crosses to the host. */
    public static double[] dots(Backend backend, Matrix a, Matrix b) {
        double[] dots = new double[Math.toIntExact(a.rows())];
        if (dots.length > 1 && a.columns() < LONG_ROW) {
            backend.rowDots(a, b, dots);
            return dots;
        }
        for (int i = 0; i < dots.length; i++) {
            dots[i] = backend.dot(a.rowRange(i, i + 1L), b.rowRange(i, i + 1L));
        }
        return dots;
    }

    /** Returns the norm of row {@code i}; only where its square left the safe range is the row itself read. */
    public static double norm(double square, Matrix rows, long i) {
        return safe(square) ? Math.sqrt(square) : Vectors.norm(read(rows, i));
    }

    /** Returns the index of the first entry of row {@code i} that is NaN or infinite, or −1. */
    public static int firstNonFinite(double square, Matrix rows, long i) {
        return safe(square) ? -1 : Vectors.firstNonFinite(read(rows, i));
    }

    private static boolean safe(double square) {
        return square > SMALLEST_SQUARE && square < LARGEST_SQUARE;
    }

    /** Returns a copy of row {@code i}. */
    public static double[] read(Matrix rows, long i) {
        double[] row = new double[Math.toIntExact(rows.columns())];
        rows.read(i, 0, row, 0, row.length);
        return row;
    }
}
