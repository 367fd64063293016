package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.BatchedOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * The dual Fisher matrix as a map on ℝⁿ, n = R·T, for data that pass through in batches: beyond the vectors themselves
 * memory does not depend on the number of samples, and no vector of parameters in float64 appears. A product gathers the
 * gradient {@code g = Jᵀ Sᵀ u} in one sweep over the data and takes {@code S J g} in a second one. Where P is less than n,
 * {@link StreamedFisher} needs one sweep. Restricted to one layer it is the dual of that layer's diagonal block of F.
 *
 * <p>Cost per vector: 8 T P flops (less in the first layer) and 4 T P more for the two sweeps' forward passes, shared by up
 * to {@link #VECTORS} vectors. Memory: P numbers for the weights, P for each vector at once, and {@link DataSweep#batchBytes} for a batch.
 * The result depends on the size of a batch by rounding only, and on threads not at all. Uses from several threads are
 * serialised.
 */
final class StreamedDual extends RouteMatrix implements BatchedOperator {
    /** Bytes that the gradients of all vectors at once may take, unless a single one needs more. */
    private static final long GRADIENT_BYTES = 512L << 20;

    /** Vectors that share the forward passes at most. */
    static final int VECTORS = 16;

    private final DataSweep sweep;
    private final boolean ownsSweep;
    private final int dimension;

    StreamedDual(DataSweep sweep, boolean ownsSweep, int firstLayer, int lastLayer) {
        super(sweep, firstLayer, lastLayer);
        this.sweep = sweep;
        this.ownsSweep = ownsSweep;
        this.dimension = dualDimension(sweep.rows());
    }

    /** Uploads the network and chooses batches of {@link DataSweep#batchBytes}. */
    static StreamedDual of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return new StreamedDual(DataSweep.of(network, data, request, backend), true, 1, network.depth());
    }

    /**
     * Uploads the network.
     *
     * @param batchSize samples per batch, at least 1
     */
    static StreamedDual of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend, int batchSize) {
        return new StreamedDual(DataSweep.of(network, data, request, backend, batchSize), true, 1, network.depth());
    }

    /** Returns the dual of a layer's block; the sweep stays its owner's. */
    static StreamedDual ofLayer(DataSweep sweep, int layer) {
        return new StreamedDual(sweep, false, layer, layer);
    }

    /** Returns the price where data pass through in batches: two sweeps for each product. */
    static FisherPrice price(ProblemSize size) {
        long vectors = vectorsPerSweep(size);
        double forward = 2.0 * size.samples() * size.allConnections() / vectors;
        return FisherPrice.ofProducts(
                0,
                StreamedFisher.backAndForth(size) + 2 * forward,
                vectors * ((double) size.parameters() * size.numberBytes()));
    }

    static long vectorsPerSweep(ProblemSize size) {
        return DataSweep.vectorsPerSweep(size, 1, GRADIENT_BYTES, VECTORS);
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
        int most = vectorsAtOnce();
        synchronized (sweep) {
            for (int from = 0; from < xs.length; from += most) {
                multiply(xs, ys, from, Math.min(most, xs.length - from));
            }
        }
    }

    private int vectorsAtOnce() {
        long each = order() * sweep.backend().precision().bytes();
        return (int) Math.max(1, Math.min(VECTORS, WorkMemory.of(sweep.backend(), GRADIENT_BYTES) / each));
    }

    private void multiply(double[][] xs, double[][] ys, int first, int count) {
        List<ParameterBlock> gradients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                gradients.add(ParameterBlock.zeros(sweep.network(), sweep.backend(), firstLayer(), lastLayer()));
            }
            addGradients(xs, first, gradients);
            addRows(gradients, ys, first);
        } finally {
            gradients.forEach(ParameterBlock::close);
        }
    }

    private void addGradients(double[][] xs, int first, List<ParameterBlock> gradients) {
        sweep.forEachBatch((at, factor, from) -> {
            double[] part = new double[Math.toIntExact(factor.dimension())];
            try (BatchSignals signals = new BatchSignals(at, firstLayer(), lastLayer())) {
                for (int i = 0; i < gradients.size(); i++) {
                    copyRows(factor, xs[first + i], part, from, true);
                    factor.applyTransposed(part, signals.outputs(), 0);
                    signals.gradient(1, gradients.get(i));
                }
            }
        });
    }

    /** Returns {@code Jᵀ Sᵀ u}, one number for each parameter of the layers that take part. One sweep. */
    double[] gradient(double[] u) {
        double[] gradient = new double[Math.toIntExact(order())];
        synchronized (sweep) {
            try (ParameterBlock sum =
                    ParameterBlock.zeros(sweep.network(), sweep.backend(), firstLayer(), lastLayer())) {
                addGradients(new double[][] {u}, 0, List.of(sum));
                sum.read(gradient);
            }
        }
        return gradient;
    }

    /** Returns {@code S J g/T}, a number for each row, for vectors g of the parameters of the layers that take part. One sweep. */
    double[][] rowsOf(double[][] parameters) {
        double[][] ys = new double[parameters.length][dimension];
        synchronized (sweep) {
            try (ParameterBlock direction =
                    ParameterBlock.zeros(sweep.network(), sweep.backend(), firstLayer(), lastLayer())) {
                for (int i = 0; i < ys.length; i++) {
                    direction.write(parameters[i]);
                    addRows(List.of(direction), ys, i);
                }
            }
        }
        return ys;
    }

    private void addRows(List<ParameterBlock> gradients, double[][] ys, int first) {
        sweep.forEachBatch((at, factor, from) -> {
            double[] part = new double[Math.toIntExact(factor.dimension())];
            try (BatchSignals signals = new BatchSignals(at, firstLayer(), lastLayer())) {
                for (int i = 0; i < gradients.size(); i++) {
                    signals.tangent(gradients.get(i));
                    factor.apply(signals.outputs(), 0, 1.0 / sweep.total(), part);
                    copyRows(factor, ys[first + i], part, from, false);
                }
            }
        });
    }

    /** Copies the rows of a batch, (r, t) at r·b + t, from or to a vector of all rows, (r, t) at r·T + t. */
    private void copyRows(OutputFactor factor, double[] whole, double[] part, int from, boolean out) {
        int rows = factor.rowsPerSample();
        int samples = part.length / rows;
        for (int r = 0; r < rows; r++) {
            int place = r * sweep.samples() + from;
            if (out) {
                System.arraycopy(whole, place, part, r * samples, samples);
            } else {
                System.arraycopy(part, r * samples, whole, place, samples);
            }
        }
    }

    /** Frees the weights, unless this is a layer's. */
    @Override
    public void close() {
        if (ownsSweep) {
            sweep.close();
        }
    }
}
