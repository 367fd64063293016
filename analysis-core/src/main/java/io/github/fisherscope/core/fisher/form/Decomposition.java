package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.EigenPairs;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.math.RealVector;
import java.util.function.IntToDoubleFunction;

/** All eigenvalues and eigenvectors of a small symmetric matrix. */
final class Decomposition implements AutoCloseable {
    private final Backend backend;
    private final RealVector values;
    private final Matrix vectors;

    private Decomposition(Backend backend, RealVector values, Matrix vectors) {
        this.backend = backend;
        this.values = values;
        this.vectors = vectors;
    }

    /** Decomposes {@code a}, which is closed. Cost: about 9 n³ flops. */
    static Decomposition of(Backend backend, Matrix a) {
        try (a) {
            EigenPairs pairs = backend.symmetricEigenPairs(a, Math.toIntExact(a.rows()));
            return new Decomposition(backend, RealVector.of(pairs.values()), pairs.vectors());
        }
    }

    /** Returns the eigenvalues, descending. */
    RealVector values() {
        return values;
    }

    /** Returns the eigenvectors, one in each row. */
    Matrix vectors() {
        return vectors;
    }

    /** Returns eigenvector {@code i}. */
    double[] vector(int i) {
        double[] v = new double[values.size()];
        vectors.read(i, 0, v, 0, v.length);
        return v;
    }

    /** Returns Σ_i weight(i) q_i (q_i · b). */
    double[] apply(IntToDoubleFunction weight, double[] b) {
        double[] c = multiply(Transpose.NO, b);
        for (int i = 0; i < c.length; i++) {
            c[i] *= weight.applyAsDouble(i);
        }
        return multiply(Transpose.YES, c);
    }

    private double[] multiply(Transpose transpose, double[] b) {
        int n = b.length;
        double[] y = new double[n];
        try (Matrix in = backend.allocate(1, n);
                Matrix out = backend.allocate(1, n)) {
            in.write(0, 0, b, 0, n);
            backend.multiply(
                    1, in, Transpose.NO, vectors, transpose == Transpose.NO ? Transpose.YES : Transpose.NO, 0, out);
            out.read(0, 0, y, 0, n);
        }
        return y;
    }

    @Override
    public void close() {
        vectors.close();
    }
}
