package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The Hessian of the loss {@code E = (1/T) Σ_t −log p(y_t | f_t)} on given labels as a map on parameter space,
 *
 * <pre>  H = F + R ,   R = (1/T) Σ_t Σ_k (∂ℓ_t/∂f_k) ∂²f_k(x_t)/∂θ² </pre>
 *
 * with the Fisher matrix F of the same likelihood, whose members all have Q = ∂²ℓ/∂f² whatever the label. H is symmetric
 * and may have negative eigenvalues; R vanishes where the labels are fitted. An activation with kinks has no second
 * derivative there and counts as 0.
 *
 * <p>Products are exact: one sweep up and one down (see {@link HessianSignals}), 16 T P flops at most for each vector, and a
 * forward and a backward pass more where data pass through in batches. Memory: 2 P numbers for each vector at once, within
 * 512 MiB or a single vector, and eight numbers for each unit and sample of a batch. The result depends on the size of a
 * batch by rounding only, and on threads not at all. Uses from several threads are serialised.
 */
public final class LossHessian implements ResidentOperator, HessianOperator {
    /** Vectors that share a sweep at most. */
    private static final int VECTORS = 16;

    private static final long VECTOR_BYTES = 512L << 20;

    /** Numbers kept for each unit and sample: activation and slope, two of the loss, three of a product, one in hand. */
    private static final int NUMBERS_PER_UNIT = 8;

    private final DataSweep sweep;
    private final FisherRequest request;
    private final RealVector labels;
    private final int parameters;
    private final boolean withFisher;
    private final boolean ownsSweep;
    /** The loss at a linearisation of all samples, shared with {@link #residual()}. */
    private final @Nullable LossSignals kept;

    private LossHessian(
            DataSweep sweep,
            FisherRequest request,
            RealVector labels,
            @Nullable LossSignals kept,
            boolean withFisher,
            boolean ownsSweep) {
        long count = sweep.network().parameters();
        Args.require(
                count <= Integer.MAX_VALUE - 8,
                "the network has %d parameters, more than a vector holds; use a smaller network",
                count);
        this.sweep = sweep;
        this.request = request;
        this.labels = labels;
        this.parameters = (int) count;
        this.withFisher = withFisher;
        this.ownsSweep = ownsSweep;
        this.kept = kept;
    }

    /**
     * Returns the Hessian at samples that are all linearised; {@code at} stays open.
     *
     * @param request the likelihood and the output activation; F is the exact Fisher matrix
     * @throws IllegalArgumentException if there are no labels, or if one is not a label of the likelihood
     */
    public static LossHessian at(Linearization at, FisherRequest.Exact request, Labels labels) {
        RealVector vectors = vectors(request, labels, at.samples(), at.outputCount());
        LossSignals loss = new LossSignals(at, request, vectors, 0);
        return new LossHessian(DataSweep.at(at, request), request, vectors, loss, true, true);
    }

    /** Uploads the network and lets the data pass through in batches of twice the weights, between 32 and 256 MiB. */
    public static LossHessian of(
            NeuralNetwork network, Dataset data, FisherRequest.Exact request, Labels labels, Backend backend) {
        Precision precision = backend.precision();
        long units = network.widths().stream().mapToLong(m -> m).sum();
        long fits = WorkMemory.of(backend, DataSweep.batchBytes(network.parameters(), precision))
                / (NUMBERS_PER_UNIT * units * precision.bytes());
        return of(network, data, request, labels, backend, (int) Math.max(1, Math.min(1 << 20, fits)));
    }

    /**
     * Uploads the network.
     *
     * @param batchSize samples per batch, at least 1
     * @throws IllegalArgumentException if there are no labels, or if one is not a label of the likelihood
     */
    public static LossHessian of(
            NeuralNetwork network,
            Dataset data,
            FisherRequest.Exact request,
            Labels labels,
            Backend backend,
            int batchSize) {
        RealVector vectors = vectors(request, labels, data.samples(), network.outputs());
        DataSweep sweep = DataSweep.of(network, data, request, backend, batchSize);
        return new LossHessian(sweep, request, vectors, null, true, true);
    }

    private static RealVector vectors(FisherRequest request, Labels labels, int samples, int outputs) {
        Args.require(
                labels.size() > 0,
                "the Hessian of the loss needs the labels of the data and there are none; give one per sample, or use the Fisher matrix, which needs none");
        return ObservedLabels.vectors(request.likelihood(), labels, samples, outputs);
    }

    /**
     * Returns the price: one sweep up and one down for each product, with two products per connection each. Eigenvalues take
     * the columns twice, for the moments too.
     */
    public static FisherPrice price(ProblemSize size) {
        double p = (double) size.parameters();
        double product = 16 * (double) size.samples() * p;
        return new FisherPrice(
                0, product, 2 * p * product + FisherPrice.EIGENPROBLEM * p * p * p, Double.BYTES * 2 * p * p);
    }

    @Override
    public LossHessian residual() {
        return new LossHessian(sweep, request, labels, kept, false, false);
    }

    @Override
    public int dimension() {
        return parameters;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        long each = 2L * parameters * backend().precision().bytes();
        int most = (int) Math.max(1, Math.min(VECTORS, WorkMemory.of(backend(), VECTOR_BYTES) / each));
        synchronized (sweep) {
            for (int from = 0; from < xs.length; from += most) {
                int to = Math.min(xs.length, from + most);
                try (Matrix directions = backend().allocate(to - from, parameters);
                        Matrix images = backend().allocate(to - from, parameters)) {
                    for (int i = from; i < to; i++) {
                        directions.write(i - from, 0, xs[i], 0, parameters);
                    }
                    apply(directions, images);
                    for (int i = from; i < to; i++) {
                        images.read(i - from, 0, ys[i], 0, parameters);
                    }
                }
            }
        }
    }

    @Override
    public Backend backend() {
        return sweep.backend();
    }

    /** Where data pass through in batches, vectors belong to the host: those of many batches need all of the device. */
    @Override
    public boolean resident() {
        return sweep.whole() != null && backend().hasOwnMemory();
    }

    @Override
    public void apply(Matrix xs, Matrix ys) {
        synchronized (sweep) {
            backend().fill(ys, 0);
            List<ParameterBlock> directions = rowsOf(xs);
            List<ParameterBlock> sums = rowsOf(ys);
            sweep.forEachBatch((at, factor, from) -> {
                LossSignals all = kept;
                if (all != null) {
                    multiply(at, all, factor, directions, sums);
                } else {
                    try (LossSignals loss = new LossSignals(at, request, labels, from)) {
                        multiply(at, loss, factor, directions, sums);
                    }
                }
            });
            backend().add(1.0 / sweep.samples(), ys, 0, ys);
        }
    }

    private List<ParameterBlock> rowsOf(Matrix vectors) {
        List<ParameterBlock> rows = new ArrayList<>();
        for (long i = 0; i < vectors.rows(); i++) {
            Matrix row = vectors.rowRange(i, i + 1);
            rows.add(ParameterBlock.of(
                    sweep.network(), backend(), row, 1, sweep.network().depth()));
        }
        return rows;
    }

    private void multiply(
            Linearization at,
            LossSignals loss,
            OutputFactor factor,
            List<ParameterBlock> directions,
            List<ParameterBlock> sums) {
        Consumer<Matrix> outputFisher =
                withFisher ? outputFisher(factor) : rows -> backend().fill(rows, 0);
        try (HessianSignals signals = new HessianSignals(at, loss)) {
            for (int i = 0; i < directions.size(); i++) {
                signals.addProduct(directions.get(i), outputFisher, sums.get(i));
            }
        }
    }

    private Consumer<Matrix> outputFisher(OutputFactor factor) {
        if (factor.isIdentity()) {
            return rows -> {};
        }
        return resident()
                ? rows -> sweep.residentFactor().applyOutputFisher(rows)
                : rows -> {
                    double[] values = new double[Math.toIntExact(rows.rows() * rows.columns())];
                    int columns = (int) rows.columns();
                    for (int t = 0; t < rows.rows(); t++) {
                        rows.read(t, 0, values, t * columns, columns);
                    }
                    double[] images = factor.applyOutputFisher(values, 1);
                    for (int t = 0; t < rows.rows(); t++) {
                        rows.write(t, 0, images, t * columns, columns);
                    }
                };
    }

    @Override
    public RealVector eigenvalues() {
        Args.require(
                parameters <= FisherRoutes.LARGEST_BUILT,
                "the dense Hessian needs at most %d parameters and the network has %d; use Lanczos on its products",
                FisherRoutes.LARGEST_BUILT,
                parameters);
        try (Matrix dense = backend().allocate(parameters, parameters)) {
            ProductMatrix.forEachColumns(this, (first, columns) -> {
                for (int i = 0; i < columns.length; i++) {
                    dense.write(first + i, 0, columns[i], 0, parameters);
                }
            });
            return RealVector.of(backend().symmetricEigenvalues(dense));
        }
    }

    @Override
    public DualMoments columnMoments() {
        return DualMoments.byColumns(this, sweep.network().layout());
    }

    @Override
    public double[] gradient() {
        double[] gradient = new double[parameters];
        synchronized (sweep) {
            try (Matrix row = backend().allocate(1, parameters)) {
                ParameterBlock sum = rowsOf(row).get(0);
                sweep.forEachBatch((at, factor, from) -> {
                    try (BatchSignals signals = new BatchSignals(at, 1, at.depth());
                            LossSignals loss = new LossSignals(at, request, labels, from)) {
                        backend().copy(loss.outputGradient(), signals.outputs());
                        signals.gradient(1, sum);
                    }
                });
                row.read(0, 0, gradient, 0, parameters);
            }
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= sweep.samples();
        }
        return gradient;
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        backend().forEach(count, task);
    }

    /** Frees what this object made; the linearisation stays open. */
    @Override
    public void close() {
        if (ownsSweep) {
            if (kept != null) {
                kept.close();
            }
            sweep.close();
        }
    }
}
