package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backend.Transpose;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.SymmetricOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The dual Fisher matrix as a map on ℝⁿ, n = R·T, and the moments that need no eigenvalues, for data that pass through in
 * batches: beyond the vectors themselves memory does not depend on the number of samples, and no vector of parameters in
 * float64 appears. A product gathers the gradient {@code g = Jᵀ Sᵀ u} in one sweep over the data and takes {@code S J g} in
 * a second one.
 *
 * <p>Cost per vector: 8 T P flops (less in the first layer) and 4 T P more for each sweep's forward pass, shared by up to
 * {@link #VECTORS} vectors. Memory: P numbers for the weights, P for each vector at once, and about 256 MiB for a batch.
 * The result depends on the size of a batch by rounding only, and on threads not at all. Uses from several threads are
 * serialised.
 */
public final class StreamedDual implements SymmetricOperator, AutoCloseable {
    private static final long BATCH_BYTES = 256L << 20;

    /** Bytes that the gradients of all vectors at once may take, unless a single one needs more. */
    private static final long GRADIENT_BYTES = 512L << 20;

    /** Vectors that share the forward passes at most. */
    public static final int VECTORS = 16;

    private final NetworkWeights weights;
    private final NeuralNetwork network;
    private final Backend backend;
    private final Dataset data;
    private final FisherRequest request;
    private final int batchSize;
    private final int dimension;

    private StreamedDual(NetworkWeights weights, Dataset data, FisherRequest request, int batchSize, int dimension) {
        this.weights = weights;
        this.network = weights.network();
        this.backend = weights.backend();
        this.data = data;
        this.request = request;
        this.batchSize = batchSize;
        this.dimension = dimension;
    }

    /** Uploads the network and chooses batches of about 256 MiB. */
    public static StreamedDual of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return of(network, data, request, backend, batchSize(network, request, backend));
    }

    /**
     * Uploads the network.
     *
     * @param batchSize samples per batch, at least 1
     */
    public static StreamedDual of(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend, int batchSize) {
        Args.requireInRange("batchSize", batchSize, 1, Integer.MAX_VALUE);
        long n = (long) request.rowsPerSample(network.outputs()) * data.samples();
        Args.require(
                n <= Integer.MAX_VALUE - 8,
                "outputs times samples is %d, more than a vector holds; use fewer samples",
                n);
        return new StreamedDual(new NetworkWeights(network, backend), data, request, batchSize, (int) n);
    }

    private static int batchSize(NeuralNetwork network, FisherRequest request, Backend backend) {
        long units = network.widths().stream().mapToLong(m -> m).sum();
        long perSample = (4 + request.rowsPerSample(network.outputs())) * units;
        return (int) Math.max(
                1,
                Math.min(1 << 20, BATCH_BYTES / (perSample * backend.precision().bytes())));
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public void apply(double[] x, double[] y) {
        applyBatch(new double[][] {x}, new double[][] {y});
    }

    @Override
    public synchronized void applyBatch(double[][] xs, double[][] ys) {
        long each = network.parameters() * backend.precision().bytes();
        int most = (int) Math.max(1, Math.min(VECTORS, GRADIENT_BYTES / each));
        for (int from = 0; from < xs.length; from += most) {
            int count = Math.min(most, xs.length - from);
            multiply(xs, ys, from, count);
        }
    }

    private void multiply(double[][] xs, double[][] ys, int first, int count) {
        List<Gradient> gradients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                gradients.add(new Gradient());
            }
            forEachBatch((at, from) -> {
                OutputFactor factor = OutputFactor.of(at, request, from, data.samples());
                double[] part = new double[Math.toIntExact(factor.dimension())];
                try (Signals signals = new Signals(at)) {
                    for (int i = 0; i < count; i++) {
                        copyRows(factor, xs[first + i], part, from, true);
                        factor.applyTransposed(part, signals.layer(at.depth()), 0);
                        gradients.get(i).add(at, signals);
                    }
                }
            });
            forEachBatch((at, from) -> {
                OutputFactor factor = OutputFactor.of(at, request, from, data.samples());
                double[] part = new double[Math.toIntExact(factor.dimension())];
                try (Signals signals = new Signals(at)) {
                    for (int i = 0; i < count; i++) {
                        gradients.get(i).tangent(at, signals);
                        factor.apply(signals.layer(at.depth()), 0, 1.0 / data.samples(), part);
                        copyRows(factor, ys[first + i], part, from, false);
                    }
                }
            });
        } finally {
            gradients.forEach(Gradient::close);
        }
    }

    /** Copies the rows of a batch, (r, t) at r·b + t, from or to a vector of all rows, (r, t) at r·T + t. */
    private void copyRows(OutputFactor factor, double[] whole, double[] part, int from, boolean out) {
        int rows = factor.rowsPerSample();
        int samples = part.length / rows;
        for (int r = 0; r < rows; r++) {
            int place = r * data.samples() + from;
            if (out) {
                System.arraycopy(whole, place, part, r * samples, samples);
            } else {
                System.arraycopy(part, r * samples, whole, place, samples);
            }
        }
    }

    /**
     * Moments from one sweep over the data.
     *
     * @param layerTraces tr F_l for l = 1, …, L
     * @param fisherRao θᵀFθ
     * @param weightedDiagonal Σ θ_i² F_ii over all weights and no bias
     */
    public record Moments(RealVector layerTraces, double fisherRao, double weightedDiagonal) {}

    /**
     * Returns the moments: one forward pass, one backward pass for all rows, one tangent and one product with the squared
     * weights, (8 + 2R) T P flops; P numbers more for the squared weights.
     */
    public synchronized Moments moments() {
        double[] traces = new double[network.depth()];
        double[] sums = new double[2];
        List<Matrix> squaredWeights = new ArrayList<>();
        try {
            for (int l = 1; l <= network.depth(); l++) {
                Matrix squares = backend.allocate(network.width(l), network.width(l - 1));
                squaredWeights.add(squares);
                backend.hadamard(weights.get(l), weights.get(l), squares);
            }
            forEachBatch((at, from) -> {
                OutputFactor factor = OutputFactor.of(at, request, from, data.samples());
                RealVector part = new DualTiles(at, factor, at.samples()).traces();
                for (int l = 0; l < traces.length; l++) {
                    traces[l] += part.get(l) * at.samples() / data.samples();
                }
                sums[0] += squaredDirectionalDerivative(at, factor) / data.samples();
                sums[1] += weightedSquares(at, factor, squaredWeights) / data.samples();
            });
        } finally {
            squaredWeights.forEach(Matrix::close);
        }
        return new Moments(RealVector.of(traces), sums[0], sums[1]);
    }

    /** Returns Σ_t (J_t θ)ᵀ Q_t (J_t θ) over a batch, with the network's own weights as the direction. */
    private double squaredDirectionalDerivative(Linearization at, OutputFactor factor) {
        try (Signals signals = new Signals(at)) {
            signals.tangent(at, weights::get, this::biases);
            double[] jv = signals.read(at.depth());
            double[] g = factor.applyOutputFisher(jv, 1);
            double sum = 0;
            for (int i = 0; i < g.length; i++) {
                sum += g[i] * jv[i];
            }
            return sum;
        }
    }

    private Matrix biases(int l) {
        double[] values = network.biases(l);
        Matrix row = backend.allocate(1, values.length);
        row.write(0, 0, values, 0, values.length);
        return row;
    }

    /** Returns Σ_l Σ_t Σ_r δ²ᵀ W² h² over a batch, squares taken entry by entry. */
    private double weightedSquares(Linearization at, OutputFactor factor, List<Matrix> squaredWeights) {
        double sum = 0;
        try (OutputSensitivities deltas = OutputSensitivities.of(at, factor)) {
            for (int l = 1; l <= at.depth(); l++) {
                Matrix delta = deltas.layer(l);
                try (Matrix inputs = backend.allocate(at.samples(), network.width(l - 1));
                        Matrix images = backend.allocate(at.samples(), network.width(l));
                        Matrix products = backend.allocate(delta.rows(), delta.columns())) {
                    backend.hadamard(at.activations(l - 1), at.activations(l - 1), inputs);
                    backend.multiply(1, inputs, Transpose.NO, squaredWeights.get(l - 1), Transpose.YES, 0, images);
                    backend.hadamard(delta, images, products);
                    sum += backend.dot(products, delta);
                }
            }
        }
        return sum;
    }

    private void forEachBatch(BiConsumer<Linearization, Integer> work) {
        for (int from = 0; from < data.samples(); from += batchSize) {
            int to = (int) Math.min(data.samples(), (long) from + batchSize);
            try (Linearization at = Linearization.ofBatch(weights, data, from, to)) {
                work.accept(at, from);
            }
        }
    }

    /** One matrix per layer, a row per sample of the batch. */
    private final class Signals implements AutoCloseable {
        private final List<Matrix> layers = new ArrayList<>();

        Signals(Linearization at) {
            for (int l = 1; l <= at.depth(); l++) {
                layers.add(backend.allocate(at.samples(), network.width(l)));
            }
        }

        Matrix layer(int l) {
            return layers.get(l - 1);
        }

        /** Fills the signals with dU_l for the direction with the given weights and biases. */
        void tangent(Linearization at, LayerPart directions, LayerPart biasDirections) {
            for (int l = 1; l <= at.depth(); l++) {
                Matrix signal = layer(l);
                backend.multiply(1, at.activations(l - 1), Transpose.NO, directions.of(l), Transpose.YES, 0, signal);
                if (l > 1) {
                    backend.multiply(1, layer(l - 1), Transpose.NO, at.weights(l), Transpose.YES, 1, signal);
                }
                try (Matrix bias = biasDirections.of(l)) {
                    backend.addToRows(bias, signal);
                }
                if (l < at.depth()) {
                    backend.hadamard(signal, at.slopes(l), signal);
                }
            }
        }

        double[] read(int l) {
            int width = network.width(l);
            Matrix signal = layer(l);
            double[] values = new double[Math.toIntExact(signal.rows() * width)];
            for (int t = 0; t < signal.rows(); t++) {
                signal.read(t, 0, values, t * width, width);
            }
            return values;
        }

        @Override
        public void close() {
            layers.forEach(Matrix::close);
        }
    }

    /** A matrix of layer l. */
    private interface LayerPart {
        Matrix of(int l);
    }

    /** Jᵀ Sᵀ u, summed over batches. */
    private final class Gradient implements AutoCloseable {
        private final List<Matrix> weightParts = new ArrayList<>();
        private final List<Matrix> biasParts = new ArrayList<>();

        Gradient() {
            for (int l = 1; l <= network.depth(); l++) {
                weightParts.add(backend.allocate(network.width(l), network.width(l - 1)));
                biasParts.add(backend.allocate(1, network.width(l)));
            }
        }

        /** Adds a batch's share, from the signal of the last layer. */
        void add(Linearization at, Signals signals) {
            for (int l = at.depth(); l >= 1; l--) {
                Matrix signal = signals.layer(l);
                backend.multiply(
                        1, signal, Transpose.YES, at.activations(l - 1), Transpose.NO, 1, weightParts.get(l - 1));
                try (Matrix sums = backend.allocate(1, signal.columns())) {
                    backend.columnSums(signal, sums);
                    backend.add(1, sums, 1, biasParts.get(l - 1));
                }
                if (l > 1) {
                    Matrix below = signals.layer(l - 1);
                    backend.multiply(1, signal, Transpose.NO, at.weights(l), Transpose.NO, 0, below);
                    backend.hadamard(below, at.slopes(l - 1), below);
                }
            }
        }

        void tangent(Linearization at, Signals signals) {
            signals.tangent(
                    at,
                    l -> weightParts.get(l - 1),
                    l -> biasParts.get(l - 1).rowRange(0, 1)); // a view: closing it does nothing
        }

        @Override
        public void close() {
            weightParts.forEach(Matrix::close);
            biasParts.forEach(Matrix::close);
        }
    }

    @Override
    public synchronized void close() {
        weights.close();
    }
}
