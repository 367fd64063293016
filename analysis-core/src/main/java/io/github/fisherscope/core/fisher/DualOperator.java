package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.operator.BatchedOperator;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The dual Fisher matrix as a map on ℝⁿ, n = R·T, never formed: {@code K u = (1/T) S J Jᵀ Sᵀ u}. A parameter-sized
 * vector never appears either, because the forward pass needs from the gradient of layer l only
 * {@code Ĥ (∂W, ∂b)ᵀ = Ĥ Ĥᵀ G_l}, with the back-propagated signal G_l (T × M_l).
 *
 * <p>Restricted to one layer it is the dual of that layer's diagonal block of F.
 *
 * <p>Cost per product: 4 T M_l M_{l-1} flops for each hidden connection, and for each layer either 2 T² M_l (with the Gram
 * matrix H Hᵀ, while T is less than twice the fan-in) or 4 T M_l M_{l-1}. Several vectors at once share every pass.
 * Memory: 2 B T Σ M_l + L T² numbers for B vectors, kept between calls. Products from several threads are serialised.
 * Vectors of one batch do not influence each other's bits beyond what the size of the batch does to rounding.
 */
final class DualOperator extends RouteMatrix implements BatchedOperator, ResidentOperator {
    /** Vectors per pass; more would only grow the working memory. */
    private static final int LARGEST_BATCH = 16;

    /** Bytes that the signals of all vectors of a pass may take, unless those of one take more. */
    private static final long SIGNAL_BYTES = 1L << 30;

    private final Linearization at;
    private final Backend backend;
    private final OutputFactor factor;
    private final LayerGrams grams;
    private List<Matrix> backward = List.of();
    private List<Matrix> forward = List.of();
    private int batch;
    private final ResidentFactor onBackend;

    private DualOperator(Linearization at, FisherRequest request, int firstLayer, int lastLayer) {
        super(DataSweep.at(at, request), firstLayer, lastLayer);
        this.at = at;
        this.backend = at.backend();
        this.factor = OutputFactor.of(at, request);
        this.onBackend = new ResidentFactor(backend, factor, at.samples(), at.outputCount());
        dualDimension(factor.dimension());
        this.grams = new LayerGrams(at, firstLayer, lastLayer);
    }

    /** Returns the dual of the whole Fisher matrix. */
    static DualOperator exact(Linearization at, Likelihood likelihood) {
        return of(at, FisherRequest.exact(likelihood));
    }

    /** Returns the dual of the whole Fisher matrix asked for. */
    static DualOperator of(Linearization at, FisherRequest request) {
        return new DualOperator(at, request, 1, at.depth());
    }

    /** Returns the dual of the diagonal block of layer {@code layer}, counted from 1. */
    static DualOperator ofLayer(Linearization at, Likelihood likelihood, int layer) {
        return ofLayer(at, FisherRequest.exact(likelihood), layer);
    }

    /** Returns the dual of the diagonal block of layer {@code layer}, counted from 1, of the matrix asked for. */
    static DualOperator ofLayer(Linearization at, FisherRequest request, int layer) {
        Args.requireInRange("layer", layer, 1, at.depth());
        return new DualOperator(at, request, layer, layer);
    }

    /** Returns the price: nothing before, and signals back and forth for each product. */
    static FisherPrice price(ProblemSize size) {
        double flops = 4.0 * size.samples() * size.connections(size.depth()) + LayerGrams.flops(size);
        return FisherPrice.ofProducts(0, flops, LayerGrams.bytes(size) + signalBytes(size));
    }

    /** Returns the bytes of the signals of as many vectors as pass at once. */
    static double signalBytes(ProblemSize size) {
        double each = 2.0 * size.samples() * size.units() * size.numberBytes();
        double block = Math.min(LARGEST_BATCH, size.rowsPerSample()) * each;
        return Math.max(each, Math.min(block, size.buffer(SIGNAL_BYTES)));
    }

    @Override
    public Side side() {
        return Side.DUAL;
    }

    @Override
    public int dimension() {
        return Math.toIntExact(factor.dimension());
    }

    @Override
    public synchronized void applyBatch(double[][] xs, double[][] ys) {
        int most = mostVectors();
        for (int from = 0; from < xs.length; from += most) {
            int count = Math.min(most, xs.length - from);
            prepare(count);
            int samples = at.samples();
            for (int i = 0; i < count; i++) {
                factor.applyTransposed(xs[from + i], backward(at.depth()), (long) i * samples);
            }
            backwardPass();
            forwardPass();
            for (int i = 0; i < count; i++) {
                factor.apply(forward(at.depth()), (long) i * samples, 1.0 / samples, ys[from + i]);
            }
        }
    }

    @Override
    public synchronized void apply(Matrix xs, Matrix ys) {
        int most = mostVectors();
        for (long from = 0; from < xs.rows(); from += most) {
            long to = Math.min(xs.rows(), from + most);
            prepare((int) (to - from));
            onBackend.applyTransposed(xs.rowRange(from, to), backward(at.depth()));
            backwardPass();
            forwardPass();
            onBackend.apply(1.0 / at.samples(), forward(at.depth()), ys.rowRange(from, to));
        }
    }

    @Override
    public Backend backend() {
        return backend;
    }

    private int mostVectors() {
        long units = 0;
        for (int l = firstLayer(); l <= at.depth(); l++) {
            units += at.layer(l).shape().outputs();
        }
        long each = 2L * at.samples() * units * backend.precision().bytes();
        return (int) Math.max(1, Math.min(LARGEST_BATCH, WorkMemory.of(at.backend(), SIGNAL_BYTES) / each));
    }

    /** Makes room for the signals of {@code count} vectors, one below the other. */
    private void prepare(int count) {
        if (count == batch) {
            return;
        }
        closeSignals();
        List<Matrix> newBackward = new ArrayList<>();
        List<Matrix> newForward = new ArrayList<>();
        for (int l = firstLayer(); l <= at.depth(); l++) {
            long rows = (long) count * at.samples();
            newBackward.add(backend.allocate(rows, at.layer(l).shape().outputs()));
            newForward.add(backend.allocate(rows, at.layer(l).shape().outputs()));
        }
        backward = newBackward;
        forward = newForward;
        batch = count;
    }

    private Matrix backward(int l) {
        return backward.get(l - firstLayer());
    }

    private Matrix forward(int l) {
        return forward.get(l - firstLayer());
    }

    private void backwardPass() {
        for (int l = at.depth(); l >= firstLayer(); l--) {
            at.scaleBySlopes(l, backward(l));
            if (l > firstLayer()) {
                at.layer(l).vjpInputs(backward(l), backward(l - 1));
            }
        }
    }

    private void forwardPass() {
        for (int l = firstLayer(); l <= at.depth(); l++) {
            boolean incoming = l > firstLayer();
            if (incoming) {
                at.layer(l).addThroughWeights(forward(l - 1), 0, forward(l));
            }
            if (l <= lastLayer()) {
                grams.apply(l, backward(l), incoming ? 1 : 0, forward(l));
            }
            at.scaleBySlopes(l, forward(l));
        }
    }

    private void closeSignals() {
        backward.forEach(Matrix::close);
        forward.forEach(Matrix::close);
        backward = List.of();
        forward = List.of();
        batch = 0;
    }

    @Override
    public void forEach(int count, IntConsumer task) {
        backend.forEach(count, task);
    }

    @Override
    public synchronized void close() {
        closeSignals();
        onBackend.close();
        grams.close();
    }
}
