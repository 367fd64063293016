package io.github.fisherscope.core.fisher.form;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.FisherPrice;
import io.github.fisherscope.core.fisher.FisherRoutes;
import io.github.fisherscope.core.fisher.ProblemSize;
import io.github.fisherscope.core.fisher.ScoreJacobian;
import io.github.fisherscope.core.fisher.SpectralFisherMatrix;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.BatchedOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All P² entries of the Fisher matrix. Cost: n P² flops to make and P² numbers; 9 P³ flops and P² numbers more for
 * eigenvalues, solves and determinants, once.
 */
final class DenseForm implements SpectralFisherMatrix, BatchedOperator {
    private static final int CHUNK = 256;

    private final Backend backend;
    private final Matrix entries;
    private @Nullable Decomposition decomposition;

    private DenseForm(Backend backend, Matrix entries) {
        this.backend = backend;
        this.entries = entries;
    }

    /**
     * Forms F from its factor, which may be closed afterwards.
     *
     * @throws IllegalArgumentException if P exceeds {@link FisherRoutes#LARGEST_BUILT}
     */
    static DenseForm of(ScoreJacobian jacobian) {
        return of(new RowFactors.Whole(jacobian));
    }

    /** Forms F from a factor; see the other method. */
    static DenseForm of(RowFactor factor) {
        Args.require(
                factor.columns() <= FisherRoutes.LARGEST_BUILT,
                "the dense form needs at most %d parameters and the network has %d; use the dual or the implicit form",
                FisherRoutes.LARGEST_BUILT,
                factor.columns());
        return new DenseForm(factor.backend(), factor.product());
    }

    /** Takes the entries over; they are closed with the form. */
    static DenseForm of(Backend backend, Matrix entries) {
        return new DenseForm(backend, entries);
    }

    /** Returns ZᵀZ as a new matrix, from rows of Z in chunks. */
    static Matrix product(RowFactor.ByRows factor) {
        int m = factor.columns();
        Backend backend = factor.backend();
        Matrix sum = backend.allocate(m, m);
        double[] row = new double[m];
        try (Matrix chunk = backend.allocate(Math.min(CHUNK, factor.rows()), m)) {
            for (int from = 0; from < factor.rows(); from += CHUNK) {
                int count = Math.min(CHUNK, factor.rows() - from);
                for (int i = 0; i < count; i++) {
                    factor.row(from + i, row);
                    chunk.write(i, 0, row, 0, m);
                }
                Matrix part = chunk.rowRange(0, count);
                backend.multiply(1, part, Transpose.YES, part, Transpose.NO, 1, sum);
            }
            return sum;
        } catch (RuntimeException | Error e) {
            sum.close();
            throw e;
        }
    }

    @Override
    public FisherForm form() {
        return FisherForm.DENSE;
    }

    /** Returns the price. */
    static FisherPrice price(ProblemSize size) {
        double n = (double) size.rows();
        double p = (double) size.parameters();
        return new FisherPrice(n * p * p, 2 * p * p, n * p * p + FormPrices.eigenvalues(p), Double.BYTES * 3 * p * p);
    }

    @Override
    public long certainZeros() {
        return 0;
    }

    @Override
    public int dimension() {
        return Math.toIntExact(entries.rows());
    }

    /** Returns F_ij. */
    public double entry(int i, int j) {
        double[] value = new double[1];
        entries.read(i, j, value, 0, 1);
        return value[0];
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        int p = dimension();
        try (Matrix in = backend.allocate(xs.length, p);
                Matrix out = backend.allocate(xs.length, p)) {
            for (int i = 0; i < xs.length; i++) {
                in.write(i, 0, xs[i], 0, p);
            }
            backend.multiply(1, in, Transpose.NO, entries, Transpose.NO, 0, out);
            for (int i = 0; i < xs.length; i++) {
                out.read(i, 0, ys[i], 0, p);
            }
        }
    }

    @Override
    public double quadraticForm(double[] v) {
        double[] y = new double[v.length];
        apply(v, y);
        double sum = 0;
        for (int i = 0; i < v.length; i++) {
            sum += v[i] * y[i];
        }
        return sum;
    }

    @Override
    public double trace() {
        return RealVector.of(diagonal()).sum();
    }

    @Override
    public double squaredNorm() {
        return backend.dot(entries, entries);
    }

    @Override
    public double[] diagonal() {
        double[] d = new double[dimension()];
        for (int i = 0; i < d.length; i++) {
            entries.read(i, i, d, i, 1);
        }
        return d;
    }

    private Decomposition decomposition() {
        Decomposition d = decomposition;
        if (d == null) {
            Matrix copy = backend.allocate(entries.rows(), entries.columns());
            backend.copy(entries, copy);
            d = Decomposition.of(backend, copy);
            decomposition = d;
        }
        return d;
    }

    @Override
    public RealVector eigenvalues() {
        return decomposition().values();
    }

    @Override
    public double[] applyFunction(DoubleUnaryOperator f, double[] b) {
        RealVector values = eigenvalues();
        return decomposition().apply(i -> f.applyAsDouble(values.get(i)), b);
    }

    @Override
    public void close() {
        entries.close();
        Decomposition d = decomposition;
        if (d != null) {
            d.close();
        }
    }
}
