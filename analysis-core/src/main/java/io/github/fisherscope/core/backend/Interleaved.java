package io.github.fisherscope.core.backend;

import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.check.Args;

/** Products of interleaved matrices made of ordinary ones: correct on any backend, fast on none. */
final class Interleaved {
    private Interleaved() {}

    static void multiply(
            Backend backend,
            int count,
            double alpha,
            Matrix a,
            Transpose opA,
            Matrix b,
            Transpose opB,
            double beta,
            Matrix c) {
        requireDivides(count, "a", a);
        requireDivides(count, "b", b);
        requireDivides(count, "c", c);
        try (Matrix left = backend.allocate(a.rows() / count, a.columns());
                Matrix right = backend.allocate(b.rows() / count, b.columns());
                Matrix out = backend.allocate(c.rows() / count, c.columns())) {
            for (int t = 0; t < count; t++) {
                gather(backend, a, t, count, left);
                gather(backend, b, t, count, right);
                if (beta != 0) {
                    gather(backend, c, t, count, out);
                }
                backend.multiply(alpha, left, opA, right, opB, beta, out);
                for (long r = 0; r < out.rows(); r++) {
                    backend.copy(out.rowRange(r, r + 1), c.rowRange(r * count + t, r * count + t + 1));
                }
            }
        }
    }

    private static void requireDivides(int count, String name, Matrix m) {
        Args.requireInRange("count", count, 1, Integer.MAX_VALUE);
        Args.require(
                m.rows() % count == 0,
                "count is %d; it must divide the %d rows of %s, which holds so many matrices of equal size",
                count,
                m.rows(),
                name);
    }

    private static void gather(Backend backend, Matrix from, int t, int count, Matrix to) {
        for (long r = 0; r < to.rows(); r++) {
            backend.copy(from.rowRange(r * count + t, r * count + t + 1), to.rowRange(r, r + 1));
        }
    }
}
