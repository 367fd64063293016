package io.github.fisherscope.core.fisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;

/** Holds everything that a {@link FisherMatrix} says against an explicit matrix, solved by another library. */
final class FisherMatrixCheck {
    /** Sums of fewer than a thousand products of numbers up to about 100 in float64. */
    private static final double TOLERANCE = 1e-11;

    private static final double DAMPING = 0.05;

    private final FisherMatrix matrix;
    private final RealMatrix onItsSide;
    private final RealMatrix fisher;

    private FisherMatrixCheck(FisherMatrix matrix, RealMatrix onItsSide, RealMatrix fisher) {
        this.matrix = matrix;
        this.onItsSide = onItsSide;
        this.fisher = fisher;
    }

    /**
     * Returns the check of one matrix.
     *
     * @param onItsSide F or K, whichever the matrix lives on
     * @param fisher F
     */
    static FisherMatrixCheck of(FisherMatrix matrix, RealMatrix onItsSide, RealMatrix fisher) {
        return new FisherMatrixCheck(matrix, onItsSide, fisher);
    }

    /** Returns a vector without symmetries. */
    static double[] probe(int size) {
        double[] v = new double[size];
        Arrays.setAll(v, i -> Math.cos(2.0 * i + 1));
        return v;
    }

    void everything() {
        products();
        trace();
        solves();
        eigenvalues();
        products(); // an eigensolver may have used memory up, but nothing that is asked for afterwards
    }

    private void products() {
        int n = onItsSide.getRowDimension();
        assertThat(matrix.dimension()).isEqualTo(n);
        double[][] units = new double[n][n];
        double[][] columns = new double[n][n];
        for (int j = 0; j < n; j++) {
            units[j][j] = 1;
        }
        matrix.applyBatch(units, columns);
        double[] diagonal = matrix.diagonal();
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                double entry = onItsSide.getEntry(i, j);
                if (!(Math.abs(columns[j][i] - entry) <= TOLERANCE * (1 + Math.abs(entry)))) {
                    fail("%s, entry %d, %d: %s instead of %s", matrix.form(), i, j, columns[j][i], entry);
                }
            }
            assertClose("diagonal", diagonal[j], onItsSide.getEntry(j, j), TOLERANCE);
        }
        assertClose("entry of a column", matrix.column(n - 1)[0], onItsSide.getEntry(0, n - 1), TOLERANCE);
        double[] v = probe(n);
        ArrayRealVector x = new ArrayRealVector(v);
        assertClose("quadratic form", matrix.quadraticForm(v), x.dotProduct(onItsSide.operate(x)), TOLERANCE);
    }

    private void trace() {
        assertClose("trace", matrix.trace(), fisher.getTrace(), TOLERANCE);
        double norm = fisher.getFrobeniusNorm();
        assertClose("norm", matrix.squaredNorm(), norm * norm, TOLERANCE);
    }

    private void solves() {
        boolean indefinite = matrix.form() == FisherForm.BLOCK_TRIDIAGONAL;
        double damping = indefinite ? DAMPING - Math.min(0, least(fisher)) : DAMPING;
        double[] v = probe(onItsSide.getRowDimension());
        double[] solution = new LUDecomposition(damped(onItsSide, damping))
                .getSolver()
                .solve(new ArrayRealVector(v))
                .toArray();
        double[] solved = matrix.solve(v, damping);
        double condition = fisher.getFrobeniusNorm() / DAMPING + 1;
        for (int i = 0; i < v.length; i++) {
            assertClose("solve", solved[i], solution[i], TOLERANCE * condition);
        }
        double expected = logDeterminant(damped(fisher, damping));
        assertClose("log det", matrix.logDeterminant(damping), expected, TOLERANCE * condition);
    }

    private void eigenvalues() {
        double[] ascending = new EigenDecomposition(fisher).getRealEigenvalues();
        Arrays.sort(ascending);
        RealVector values = matrix.eigenvalues();
        assertThat(matrix.order()).isEqualTo(ascending.length);
        assertThat(values.size() + matrix.certainZeros())
                .as("eigenvalues and certain zeros")
                .isEqualTo(ascending.length);
        double[] all = Arrays.copyOf(values.toArray(), ascending.length);
        Arrays.sort(all);
        double scale = Math.max(Math.abs(ascending[0]), ascending[ascending.length - 1]);
        for (int i = 0; i < all.length; i++) {
            assertThat(all[i]).as(matrix.form() + " eigenvalue").isCloseTo(ascending[i], within(TOLERANCE * scale));
        }
        for (int i = 1; i < values.size(); i++) {
            assertThat(values.get(i)).isLessThanOrEqualTo(values.get(i - 1));
        }
    }

    private static RealMatrix damped(RealMatrix m, double damping) {
        return m.add(MatrixUtils.createRealIdentityMatrix(m.getRowDimension()).scalarMultiply(damping));
    }

    private static double least(RealMatrix m) {
        return Arrays.stream(new EigenDecomposition(m).getRealEigenvalues())
                .min()
                .orElseThrow();
    }

    private static double logDeterminant(RealMatrix m) {
        return Arrays.stream(new EigenDecomposition(m).getRealEigenvalues())
                .map(Math::log)
                .sum();
    }

    private void assertClose(String what, double actual, double expected, double tolerance) {
        assertThat(actual)
                .as(matrix.form() + " " + what)
                .isCloseTo(expected, within(tolerance * (1 + Math.abs(expected))));
    }
}
