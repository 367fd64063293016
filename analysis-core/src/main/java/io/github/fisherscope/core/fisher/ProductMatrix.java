package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.Arrays;
import java.util.Locale;

/**
 * A Fisher matrix of which nothing but products need be known: everything else follows from these, at their price.
 * Routes that know a cheaper way override it.
 */
abstract class ProductMatrix implements FisherMatrix {
    /** Columns made at a time. */
    static final int COLUMNS = 16;

    /** Relative residual at which conjugate gradients end. */
    private static final double TOLERANCE = 1e-12;

    /** What is done with columns from number {@code first} on. */
    interface ColumnTask {
        void accept(int first, double[][] columns);
    }

    /** Returns the backend that products run on. */
    public abstract Backend backend();

    @Override
    public FisherForm form() {
        return side() == Side.DUAL ? FisherForm.DUAL : FisherForm.IMPLICIT;
    }

    /** Makes all columns of a matrix, some at a time and in their order. */
    static void forEachColumns(SymmetricOperator matrix, ColumnTask task) {
        int n = matrix.dimension();
        double[][] columns = new double[Math.min(COLUMNS, n)][n];
        double[][] units = new double[columns.length][n];
        for (int first = 0; first < n; first += units.length) {
            int count = Math.min(units.length, n - first);
            for (int i = 0; i < count; i++) {
                Arrays.fill(units[i], 0);
                units[i][first + i] = 1;
            }
            double[][] made = Arrays.copyOf(columns, count);
            matrix.applyBatch(Arrays.copyOf(units, count), made);
            task.accept(first, made);
        }
    }

    @Override
    public double quadraticForm(double[] v) {
        double[] image = new double[v.length];
        apply(v, image);
        return dot(v, image);
    }

    /** {@inheritDoc} From the diagonal. */
    @Override
    public double trace() {
        return RealVector.of(diagonal()).sum();
    }

    /** {@inheritDoc} From the columns, one product for each. */
    @Override
    public double squaredNorm() {
        double[] sum = new double[1];
        forEachColumns(this, (first, columns) -> {
            for (double[] column : columns) {
                sum[0] += dot(column, column);
            }
        });
        return sum[0];
    }

    /** {@inheritDoc} From the columns, one product for each. */
    @Override
    public double[] diagonal() {
        double[] diagonal = new double[dimension()];
        forEachColumns(this, (first, columns) -> {
            for (int i = 0; i < columns.length; i++) {
                diagonal[first + i] = columns[i][first + i];
            }
        });
        return diagonal;
    }

    /**
     * {@inheritDoc} By conjugate gradients to a relative residual of 1e-12; in exact arithmetic rank F + 1 products are
     * enough, and √(λ_max/ρ) governs their number before that.
     *
     * @throws ArithmeticException if that is not reached in 10 (rank + 10) products, the rank that the shape allows
     */
    @Override
    public double[] solve(double[] b, double damping) {
        Args.requirePositive("damping", damping);
        Args.requireSame("the length of b", b.length, dimension(), "give one number per row");
        double[] x = new double[b.length];
        double[] residual = b.clone();
        double[] direction = b.clone();
        double[] image = new double[b.length];
        double norm = dot(b, b);
        double squares = norm;
        long limit = 10 * (order() - certainZeros() + 10);
        for (long step = 0; squares > TOLERANCE * TOLERANCE * norm; step++) {
            if (step == limit) {
                throw new ArithmeticException(String.format(
                        Locale.ROOT,
                        "conjugate gradients did not reach a relative residual of %s in %d products (now %s); use a larger damping or the dual form",
                        TOLERANCE,
                        limit,
                        Math.sqrt(squares / norm)));
            }
            apply(direction, image);
            add(damping, direction, image);
            double alpha = squares / dot(direction, image);
            add(alpha, direction, x);
            add(-alpha, image, residual);
            double next = dot(residual, residual);
            double beta = next / squares;
            for (int i = 0; i < b.length; i++) {
                direction[i] = residual[i] + beta * direction[i];
            }
            squares = next;
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double alpha, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += alpha * x[i];
        }
    }

    @Override
    public double logDeterminant(double damping) {
        Args.requirePositive("damping", damping);
        RealVector values = eigenvalues();
        double sum = (order() - values.size()) * Math.log(damping);
        for (int i = 0; i < values.size(); i++) {
            sum += Math.log(Math.max(values.get(i), 0) + damping);
        }
        return sum;
    }

    /**
     * {@inheritDoc} The matrix is built from one product for each row, solved and forgotten: n² numbers and about 4/3 n³
     * flops for its n rows.
     */
    @Override
    public ExactEigenvalues exactEigenvalues() {
        int n = dimension();
        if (n > FisherRoutes.LARGEST_BUILT) {
            return new ExactEigenvalues.TooManyRows(n, FisherRoutes.LARGEST_BUILT);
        }
        try (Matrix built = backend().allocate(n, n)) {
            forEachColumns(this, (first, columns) -> {
                for (int i = 0; i < columns.length; i++) {
                    built.write(first + i, 0, columns[i], 0, n);
                }
            });
            return known(backend().symmetricEigenvalues(built));
        }
    }

    /** Returns those of descending eigenvalues of A that can be eigenvalues of F other than its certain zeros. */
    final ExactEigenvalues known(double[] descending) {
        long count = Math.min(descending.length, order() - certainZeros());
        return new ExactEigenvalues.Known(RealVector.of(
                count == descending.length ? descending : Arrays.copyOf(descending, Math.toIntExact(count))));
    }
}
