package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import java.util.Locale;

/** A product, a sum and eigenvalues whose results are small integers, so that every rounding is exact or tiny. */
final class SelfTest {
    private static final int ORDER = 19;

    private SelfTest() {}

    /** Returns what went wrong, or an empty text. */
    static String run(CudaSession session) {
        for (Arithmetic arithmetic : new Arithmetic[] {Arithmetic.FLOAT64, Arithmetic.FLOAT32}) {
            try (Backend backend = CudaProvider.open("cuda", session, arithmetic);
                    Matrix a = backend.allocate(ORDER, ORDER);
                    Matrix c = backend.allocate(ORDER, ORDER)) {
                String fault = products(backend, a, c);
                if (fault.isEmpty()) {
                    fault = eigenvalues(backend, c);
                }
                if (!fault.isEmpty()) {
                    return fault + " in " + arithmetic;
                }
            }
        }
        return "";
    }

    private static String products(Backend backend, Matrix a, Matrix c) {
        double[] row = new double[ORDER];
        for (int i = 0; i < ORDER; i++) {
            for (int j = 0; j < ORDER; j++) {
                row[j] = entry(i, j);
            }
            a.write(i, 0, row, 0, ORDER);
        }
        backend.multiply(1, a, Transpose.NO, a, Transpose.YES, 0, c);
        double squares = 0;
        for (int i = 0; i < ORDER; i++) {
            c.read(i, 0, row, 0, ORDER);
            for (int j = 0; j < ORDER; j++) {
                double expected = 0;
                for (int k = 0; k < ORDER; k++) {
                    expected += entry(i, k) * entry(j, k);
                }
                if (row[j] != expected) {
                    return "its product of two small matrices holds %s where %s is right".formatted(row[j], expected);
                }
                squares += expected * expected;
            }
        }
        double found = backend.dot(c, c);
        return found == squares ? "" : "its sum of squares is %s where %s is right".formatted(found, squares);
    }

    private static double entry(int i, int j) {
        return (i * ORDER + j) % 7 - 3;
    }

    /** The matrix of ones has the eigenvalues n and 0. */
    private static String eigenvalues(Backend backend, Matrix ones) {
        backend.fill(ones, 1);
        double[] values = backend.symmetricEigenvalues(ones);
        double tolerance = 8 * ORDER * ORDER * backend.precision().unitRoundoff();
        for (int i = 0; i < ORDER; i++) {
            double expected = i == 0 ? ORDER : 0;
            if (!(Math.abs(values[i] - expected) <= tolerance)) {
                return String.format(
                        Locale.ROOT,
                        "its eigenvalue %d of a matrix of ones is %s where %s is right",
                        i,
                        values[i],
                        expected);
            }
        }
        return "";
    }
}
