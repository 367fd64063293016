package io.github.fisherscope.spectra;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.concurrent.atomic.AtomicInteger;

/** A matrix with chosen eigenvalues on a backend that plays a device: vectors are to lie there, and nothing else is taken. */
public final class ResidentMatrix implements ResidentOperator, AutoCloseable {
    private final Backend backend;
    private final Matrix matrix;
    private final Prescribed prescribed;
    private final AtomicInteger calls = new AtomicInteger();

    private ResidentMatrix(Prescribed prescribed, Precision precision) {
        this.prescribed = prescribed;
        this.backend = Backends.onClassPath().open(Backends.AUTO, new BackendConfig(precision, 1));
        int n = prescribed.dimension();
        this.matrix = backend.allocate(n, n);
        double[] dense = prescribed.dense();
        for (int i = 0; i < n; i++) {
            matrix.write(i, 0, dense, i * n, n);
        }
    }

    /** Returns the matrix that {@link Prescribed#of} makes of the same numbers. */
    public static ResidentMatrix of(long seed, double... eigenvalues) {
        return new ResidentMatrix(Prescribed.of(seed, eigenvalues), Precision.DOUBLE);
    }

    /** Returns the matrix rounded to float32. */
    public static ResidentMatrix single(long seed, double... eigenvalues) {
        return new ResidentMatrix(Prescribed.of(seed, eigenvalues), Precision.SINGLE);
    }

    /** Returns how many vectors on the backend were multiplied. */
    public int calls() {
        return calls.get();
    }

    /** Returns the matrix that arrays are multiplied with. */
    public Prescribed prescribed() {
        return prescribed;
    }

    @Override
    public int dimension() {
        return prescribed.dimension();
    }

    @Override
    public void apply(double[] x, double[] y) {
        prescribed.apply(x, y);
    }

    @Override
    public Backend backend() {
        return backend;
    }

    @Override
    public boolean resident() {
        return true;
    }

    @Override
    public void apply(Matrix xs, Matrix ys) {
        calls.addAndGet((int) xs.rows());
        backend.multiply(1, xs, Transpose.NO, matrix, Transpose.NO, 0, ys);
    }

    @Override
    public void close() {
        matrix.close();
        backend.close();
    }
}
