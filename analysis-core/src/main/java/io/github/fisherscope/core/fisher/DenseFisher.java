package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.BatchedOperator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Fisher matrix itself (P × P), for small P. It is built from explicit per-sample Jacobians by plain loops that share
 * nothing with {@link DualFisher} or {@link DualOperator}, so that their agreement means something.
 *
 * <p>Cost: T C P² flops and P² numbers.
 */
final class DenseFisher extends RouteMatrix implements BatchedOperator {
    private static final int CHUNK = 256;

    private final Dataset data;
    private final FisherRequest request;
    /** All entries; null once the eigensolver has worked in their place. */
    private @Nullable Matrix matrix;

    private @Nullable RealVector values;

    private DenseFisher(DataSweep source, Dataset data, FisherRequest request, Matrix matrix) {
        super(source, 1, source.network().depth());
        this.data = data;
        this.request = request;
        this.matrix = matrix;
    }

    /** Builds F for the exact expectation over labels. */
    static DenseFisher exact(NeuralNetwork network, Dataset data, Likelihood likelihood, Backend backend) {
        return of(network, data, FisherRequest.exact(likelihood), backend);
    }

    /**
     * Builds the Fisher matrix asked for.
     *
     * @throws IllegalArgumentException if P exceeds {@link FisherRoutes#LARGEST_BUILT} or the request's labels do not fit
     */
    static DenseFisher of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        long p = network.parameters();
        Args.require(
                p <= FisherRoutes.LARGEST_BUILT,
                "a dense Fisher matrix needs at most %d parameters and the network has %d; use the dual route",
                FisherRoutes.LARGEST_BUILT,
                p);
        Matrix f = built(network, data, request, backend);
        try {
            return new DenseFisher(DataSweep.of(network, data, request, backend), data, request, f);
        } catch (RuntimeException | Error e) {
            f.close();
            throw e;
        }
    }

    /** Returns the price of all entries and of their eigenvalues. */
    static FisherPrice price(ProblemSize size) {
        double p = (double) size.parameters();
        double preparation = 2 * (double) size.rows() * p * p;
        return new FisherPrice(
                preparation, 2 * p * p, preparation + FisherPrice.EIGENPROBLEM * p * p * p, 2.0 * p * p * Double.BYTES);
    }

    private static Matrix built(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        long p = network.parameters();
        Matrix f = backend.allocate(p, p);
        try {
            accumulate(f, new PlainJacobian(network, request, data.samples()), data, backend);
            return f;
        } catch (RuntimeException | Error e) {
            f.close();
            throw e;
        }
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

    @Override
    public FisherForm form() {
        return FisherForm.DENSE;
    }

    @Override
    public int dimension() {
        return Math.toIntExact(order());
    }

    /** Returns the entries, which are built again if the eigensolver has used them up. */
    private Matrix entries() {
        Matrix f = matrix;
        if (f == null) {
            f = built(source().network(), data, request, backend());
            matrix = f;
        }
        return f;
    }

    /** Returns F_ij. */
    double entry(long i, long j) {
        double[] value = new double[1];
        entries().read(i, j, value, 0, 1);
        return value[0];
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        int p = dimension();
        try (Matrix in = backend().allocate(xs.length, p);
                Matrix out = backend().allocate(xs.length, p)) {
            for (int i = 0; i < xs.length; i++) {
                in.write(i, 0, xs[i], 0, p);
            }
            backend().multiply(1, in, Transpose.NO, entries(), Transpose.NO, 0, out);
            for (int i = 0; i < xs.length; i++) {
                out.read(i, 0, ys[i], 0, p);
            }
        }
    }

    /** {@inheritDoc} From the diagonal. */
    @Override
    public double trace() {
        return RealVector.of(diagonal()).sum();
    }

    @Override
    public double squaredNorm() {
        return backend().dot(entries(), entries());
    }

    @Override
    public double[] diagonal() {
        double[] diagonal = new double[dimension()];
        for (int i = 0; i < diagonal.length; i++) {
            diagonal[i] = entry(i, i);
        }
        return diagonal;
    }

    @Override
    List<RealVector> meanGradients() {
        try (StreamedFisher products = StreamedFisher.over(source())) {
            return products.meanGradients();
        }
    }

    /**
     * {@inheritDoc} The matrix is used up, so that no second one is needed; whatever asks for its entries afterwards builds
     * it again.
     */
    @Override
    public ExactEigenvalues exactEigenvalues() {
        RealVector known = values;
        if (known == null) {
            try (Matrix f = entries()) {
                matrix = null;
                known = RealVector.of(backend().symmetricEigenvalues(f));
            }
            values = known;
        }
        return known(known.toArray());
    }

    @Override
    public void close() {
        Matrix f = matrix;
        if (f != null) {
            f.close();
        }
        source().close();
    }
}
