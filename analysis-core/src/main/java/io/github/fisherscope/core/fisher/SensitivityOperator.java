package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.operator.BatchedOperator;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.function.IntConsumer;

/**
 * The dual Fisher matrix as a map on ℝⁿ, n = R·T, through sensitivities Δ_l that are computed once and kept:
 *
 * <pre>  (K u)_rt = (1/T) Σ_l Δ_l,rt · E_l,t ,   E_l = Ĥ Ĥᵀ D_l ,   D_l,t = Σ_r u_rt Δ_l,rt </pre>
 *
 * so that a product passes no signal through the network: 2 T² M_l flops for each layer (or 4 T M_l M_{l-1}, whichever is
 * fewer) and 4 n M_l for the sums over outputs. {@link DualOperator} needs 4 T M_l M_{l-1} more for each hidden
 * connection, but no backward pass for all outputs (2 n M_l M_{l-1}) before: with C outputs this one pays off after C/2
 * products.
 *
 * <p>Memory: n Σ M_l + L T² numbers, and 2 B T M for B vectors at once, kept between calls. Products from several threads
 * are serialised. The bits do not depend on threads; those of one vector depend on the size of the batch by rounding only.
 */
final class SensitivityOperator extends RouteMatrix implements BatchedOperator, ResidentOperator {
    /** Vectors per pass; more would only grow the working memory. */
    private static final int LARGEST_BATCH = 16;

    private final Linearization at;
    private final Backend backend;
    private final int dimension;
    private final OutputSensitivities deltas;
    private final LayerGrams grams;

    private SensitivityOperator(Linearization at, FisherRequest request) {
        super(DataSweep.at(at, request), 1, at.depth());
        OutputFactor factor = OutputFactor.of(at, request);
        this.at = at;
        this.backend = at.backend();
        this.dimension = dualDimension(factor.dimension());
        this.deltas = OutputSensitivities.of(at, factor);
        this.grams = new LayerGrams(at, 1, at.depth());
    }

    /** Runs the backward pass for all outputs and keeps it. */
    static SensitivityOperator of(Linearization at, FisherRequest request) {
        return new SensitivityOperator(at, request);
    }

    /** Returns the price: one pass for all rows before, and sums over them for each product. */
    static FisherPrice price(ProblemSize size) {
        return FisherPrice.ofProducts(
                size.sensitivityFlops(),
                LayerGrams.flops(size) + 4.0 * size.rows() * size.units(),
                LayerGrams.bytes(size) + DualOperator.signalBytes(size) + size.sensitivityBytes());
    }

    @Override
    public Side side() {
        return Side.DUAL;
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        for (int from = 0; from < xs.length; from += LARGEST_BATCH) {
            int count = Math.min(LARGEST_BATCH, xs.length - from);
            try (Matrix vectors = backend.allocate(count, dimension);
                    Matrix images = backend.allocate(count, dimension)) {
                for (int b = 0; b < count; b++) {
                    vectors.write(b, 0, xs[from + b], 0, dimension);
                }
                apply(vectors, images);
                for (int b = 0; b < count; b++) {
                    images.read(b, 0, ys[from + b], 0, dimension);
                }
            }
        }
    }

    /** The sums over outputs take vectors as columns, into which and out of which they are turned. */
    @Override
    public synchronized void apply(Matrix xs, Matrix ys) {
        for (long from = 0; from < xs.rows(); from += LARGEST_BATCH) {
            long to = Math.min(xs.rows(), from + LARGEST_BATCH);
            try (Matrix u = backend.allocate(dimension, to - from);
                    Matrix product = backend.allocate(dimension, to - from)) {
                ResidentFactor.transpose(backend, xs.rowRange(from, to), u);
                for (int l = 1; l <= at.depth(); l++) {
                    addLayer(l, u, l == 1 ? 0 : 1, product);
                }
                ResidentFactor.transpose(backend, product, ys.rowRange(from, to));
            }
        }
    }

    @Override
    public Backend backend() {
        return backend;
    }

    private void addLayer(int l, Matrix u, double beta, Matrix product) {
        int samples = at.samples();
        long rows = u.columns() * samples;
        Matrix delta = deltas.layer(l);
        try (Matrix signal = backend.allocate(rows, delta.columns());
                Matrix source = backend.allocate(rows, delta.columns())) {
            backend.multiplyInterleaved(samples, 1, u, Transpose.YES, delta, Transpose.NO, 0, signal);
            grams.apply(l, signal, 0, source);
            backend.multiplyInterleaved(
                    samples, 1.0 / samples, delta, Transpose.NO, source, Transpose.YES, beta, product);
        }
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        backend.forEach(count, task);
    }

    @Override
    public synchronized void close() {
        deltas.close();
        grams.close();
    }
}
