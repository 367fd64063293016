package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;

/**
 * The Fisher matrix itself (P × P), for small P. It is built from explicit per-sample Jacobians by plain loops that share
 * nothing with {@link DualFisher} or {@link DualOperator}, so that their agreement means something.
 *
 * <p>Cost: T C P² flops and P² numbers.
 */
public final class DenseFisher implements AutoCloseable {
    /** Largest P accepted: the matrix then takes 3.2 GB. */
    public static final int MAX_PARAMETERS = 20_000;

    private static final int CHUNK = 256;

    private final Matrix matrix;
    private final Backend backend;

    private DenseFisher(Backend backend, Matrix matrix) {
        this.backend = backend;
        this.matrix = matrix;
    }

    /**
     * Builds F for the exact expectation over labels.
     *
     * @throws IllegalArgumentException if P exceeds {@link #MAX_PARAMETERS}
     */
    public static DenseFisher exact(NeuralNetwork network, Dataset data, Likelihood likelihood, Backend backend) {
        return of(network, data, FisherRequest.exact(likelihood), backend);
    }

    /**
     * Builds the Fisher matrix asked for.
     *
     * @throws IllegalArgumentException if P exceeds {@link #MAX_PARAMETERS} or the request's labels do not fit
     */
    public static DenseFisher of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        long p = network.parameters();
        Args.require(
                p <= MAX_PARAMETERS,
                "a dense Fisher matrix needs at most %d parameters and the network has %d; use the dual route",
                MAX_PARAMETERS,
                p);
        Matrix f = backend.allocate(p, p);
        try {
            accumulate(f, new PlainJacobian(network, request, data.samples()), data, backend);
        } catch (RuntimeException | Error e) {
            f.close();
            throw e;
        }
        return new DenseFisher(backend, f);
    }

    private static void accumulate(Matrix f, PlainJacobian jacobian, Dataset data, Backend backend) {
        int rows = Math.multiplyExact(data.samples(), jacobian.rowsPerSample());
        int p = Math.toIntExact(f.rows());
        try (Matrix chunk = backend.allocate(Math.min(CHUNK, rows), p)) {
            double[] x = new double[data.inputs()];
            double[] gradient = new double[p];
            int filled = 0;
            for (int i = 0; i < rows; i++) {
                if (i % jacobian.rowsPerSample() == 0) {
                    data.copyRow(i / jacobian.rowsPerSample(), x);
                    jacobian.at(i / jacobian.rowsPerSample(), x);
                }
                jacobian.row(i % jacobian.rowsPerSample(), gradient);
                chunk.write(filled, 0, gradient, 0, p);
                filled++;
                if (filled == chunk.rows() || i == rows - 1) {
                    Matrix part = chunk.rowRange(0, filled);
                    backend.multiply(1.0 / data.samples(), part, Transpose.YES, part, Transpose.NO, 1, f);
                    filled = 0;
                }
            }
        }
    }

    /** Returns F_ij. */
    public double entry(long i, long j) {
        double[] value = new double[1];
        matrix.read(i, j, value, 0, 1);
        return value[0];
    }

    /** Returns P. */
    public long dimension() {
        return matrix.rows();
    }

    /** Returns all P eigenvalues, descending. The matrix is used up: only {@link #close()} may follow. */
    public double[] eigenvalues() {
        return backend.symmetricEigenvalues(matrix);
    }

    @Override
    public void close() {
        matrix.close();
    }
}
