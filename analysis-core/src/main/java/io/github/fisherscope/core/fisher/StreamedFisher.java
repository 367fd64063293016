package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.operator.BatchedOperator;
import io.github.fisherscope.core.operator.ResidentOperator;
import java.util.ArrayList;
import java.util.List;

/**
 * The Fisher matrix, or the diagonal block of one layer, as a map on parameter space: {@code F v = (1/T) Σ_t J_tᵀ Q_t (J_t
 * v)} in one sweep over the data, several vectors at a time. Data pass through in batches, so that memory does not depend
 * on their number, or stand linearised all at once.
 *
 * <p>Cost per vector: 8 T P flops (less in the first layer; for the block of a layer 4 T P_l and 4 T M_k M_{k-1} for every
 * layer k above). Where data pass through in batches the forward pass adds 2 T P, shared by up to {@link #VECTORS} vectors.
 * Memory: 2 P numbers for each vector at once, within 512 MiB or a single vector, and {@link DataSweep#batchBytes} for a batch. The
 * result depends on the size of a batch by rounding only, and on threads not at all. Uses from several threads are
 * serialised.
 */
final class StreamedFisher extends RouteMatrix implements BatchedOperator, ResidentOperator {
    /** Vectors that share a sweep at most. */
    static final int VECTORS = 16;

    /** Bytes that the directions and gradients of all vectors at once may take, unless a single one needs more. */
    private static final long VECTOR_BYTES = 512L << 20;

    private final DataSweep sweep;
    private final boolean ownsSweep;
    private final int parameters;
    private final boolean resident;

    private StreamedFisher(DataSweep sweep, boolean ownsSweep, int firstLayer, int lastLayer) {
        super(sweep, firstLayer, lastLayer);
        this.sweep = sweep;
        this.ownsSweep = ownsSweep;
        this.parameters = parameterDimension(order());
        this.resident = sweep.whole() != null && sweep.backend().hasOwnMemory();
    }

    /** Returns the price at samples that are all linearised. */
    static FisherPrice price(ProblemSize size) {
        double vectors = 2.0 * size.parameters() * size.numberBytes();
        double signals = (double) size.samples() * size.units() * size.numberBytes();
        return FisherPrice.ofProducts(0, backAndForth(size), vectors + signals);
    }

    /** Returns the price where data pass through in batches: one sweep for each product. */
    static FisherPrice streamedPrice(ProblemSize size) {
        long vectors = vectorsPerSweep(size);
        double forward = 2.0 * size.samples() * size.allConnections() / vectors;
        return FisherPrice.ofProducts(
                0, backAndForth(size) + forward, vectors * ((double) size.parameters() * size.numberBytes()) * 2);
    }

    /** Returns the flops of a pass up with a direction and one down with its gradient. */
    static double backAndForth(ProblemSize size) {
        return 4.0 * size.samples() * (size.allConnections() + size.connections(size.depth()));
    }

    static long vectorsPerSweep(ProblemSize size) {
        return DataSweep.vectorsPerSweep(size, 2, VECTOR_BYTES, VECTORS);
    }

    private static StreamedFisher whole(DataSweep sweep) {
        return new StreamedFisher(sweep, true, 1, sweep.network().depth());
    }

    /** Returns the Fisher matrix at samples that are all linearised; {@code at} stays open. */
    static StreamedFisher at(Linearization at, FisherRequest request) {
        return whole(DataSweep.at(at, request));
    }

    /** Returns the same; closing it closes {@code at}. */
    static StreamedFisher owning(Linearization at, FisherRequest request) {
        return whole(DataSweep.owning(at, request));
    }

    /** Uploads the network and chooses batches of {@link DataSweep#batchBytes}. */
    static StreamedFisher of(NeuralNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return whole(DataSweep.of(network, data, request, backend));
    }

    /**
     * Uploads the network.
     *
     * @param batchSize samples per batch, at least 1
     */
    static StreamedFisher of(
            NeuralNetwork network, Dataset data, FisherRequest request, Backend backend, int batchSize) {
        return whole(DataSweep.of(network, data, request, backend, batchSize));
    }

    /** Returns the whole matrix over samples of another route; the sweep stays its owner's. */
    static StreamedFisher over(DataSweep sweep) {
        return new StreamedFisher(sweep, false, 1, sweep.network().depth());
    }

    /** Returns a layer's block; the sweep stays its owner's. */
    static StreamedFisher ofLayer(DataSweep sweep, int layer) {
        return between(sweep, layer, layer);
    }

    /** Returns the block of consecutive layers; the sweep stays its owner's. */
    static StreamedFisher between(DataSweep sweep, int firstLayer, int lastLayer) {
        return new StreamedFisher(sweep, false, firstLayer, lastLayer);
    }

    @Override
    public int dimension() {
        return parameters;
    }

    @Override
    public void applyBatch(double[][] xs, double[][] ys) {
        synchronized (sweep) {
            int most = Math.min(xs.length, vectorsAtOnce());
            if (most == 0) {
                return;
            }
            if (sweep.whole() != null) {
                applyOneByOne(xs, ys);
                return;
            }
            try (Directions directions = new Directions(most);
                    Directions sums = new Directions(most)) {
                for (int from = 0; from < xs.length; from += most) {
                    int count = Math.min(most, xs.length - from);
                    for (int i = 0; i < count; i++) {
                        directions.get(i).write(xs[from + i]);
                    }
                    multiply(directions.blocks.subList(0, count), sums.blocks.subList(0, count));
                    for (int i = 0; i < count; i++) {
                        sums.readMean(i, ys[from + i]);
                    }
                }
            }
        }
    }

    /** Multiplies at linearised samples: every vector takes the same signals and the same two blocks. */
    private void applyOneByOne(double[][] xs, double[][] ys) {
        try (Directions direction = new Directions(1);
                Directions sum = new Directions(1)) {
            sweep.forEachBatch((at, factor, from) -> {
                try (BatchSignals signals = new BatchSignals(at, firstLayer(), lastLayer())) {
                    for (int i = 0; i < xs.length; i++) {
                        direction.get(0).write(xs[i]);
                        signals.tangent(direction.get(0));
                        applyOutputFisher(factor, signals);
                        signals.gradient(0, sum.get(0));
                        sum.readMean(0, ys[i]);
                    }
                }
            });
        }
    }

    @Override
    public Backend backend() {
        return sweep.backend();
    }

    /** Where data pass through in batches, vectors belong to the host: those of many batches need all of the device. */
    @Override
    public boolean resident() {
        return resident;
    }

    @Override
    public void apply(Matrix xs, Matrix ys) {
        synchronized (sweep) {
            multiply(rowsOf(xs), rowsOf(ys));
            backend().add(1.0 / sweep.total(), ys, 0, ys);
        }
    }

    private List<ParameterBlock> rowsOf(Matrix vectors) {
        List<ParameterBlock> rows = new ArrayList<>();
        for (long i = 0; i < vectors.rows(); i++) {
            Matrix row = vectors.rowRange(i, i + 1);
            rows.add(ParameterBlock.of(sweep.network(), sweep.backend(), row, firstLayer(), lastLayer()));
        }
        return rows;
    }

    /** Returns how many vectors share a sweep; at samples that are linearised already they have nothing to share. */
    private int vectorsAtOnce() {
        if (sweep.whole() != null) {
            return 1;
        }
        long each = 2L * parameters * sweep.backend().precision().bytes();
        return (int) Math.max(1, Math.min(VECTORS, WorkMemory.of(sweep.backend(), VECTOR_BYTES) / each));
    }

    /** Replaces the sums by T F times the directions. */
    private void multiply(List<ParameterBlock> directions, List<ParameterBlock> sums) {
        sweep.forEachBatch((at, factor, from) -> {
            double kept = from == 0 ? 0 : 1;
            try (BatchSignals signals = new BatchSignals(at, firstLayer(), lastLayer())) {
                for (int i = 0; i < directions.size(); i++) {
                    signals.tangent(directions.get(i));
                    applyOutputFisher(factor, signals);
                    signals.gradient(kept, sums.get(i));
                }
            }
        });
    }

    private void applyOutputFisher(OutputFactor factor, BatchSignals signals) {
        if (factor.isIdentity()) {
            return;
        }
        if (resident()) {
            sweep.residentFactor().applyOutputFisher(signals.outputs());
        } else {
            signals.writeOutputs(factor.applyOutputFisher(signals.readOutputs(), 1));
        }
    }

    /**
     * Returns the mean gradients {@code (1/T) Σ_t ∇f_k(x_t)} of the outputs k = 1, …, C: in mean-field theory they span the
     * space of the C outliers. One sweep, 4 T P flops for each.
     */
    @Override
    List<RealVector> meanGradients() {
        List<RealVector> means = new ArrayList<>();
        int outputs = sweep.network().outputs();
        int most = vectorsAtOnce();
        synchronized (sweep) {
            for (int first = 0; first < outputs; first += most) {
                int from = first;
                int count = Math.min(most, outputs - first);
                try (Directions sums = new Directions(count)) {
                    sweep.forEachBatch((at, factor, sample) -> {
                        try (BatchSignals signals = new BatchSignals(at, firstLayer(), lastLayer())) {
                            for (int i = 0; i < count; i++) {
                                sweep.backend().fill(signals.outputs(), 0);
                                sweep.backend().fill(signals.outputs().view(0, from + i, at.samples(), 1), 1);
                                signals.gradient(1, sums.get(i));
                            }
                        }
                    });
                    for (int i = 0; i < count; i++) {
                        double[] mean = new double[parameters];
                        sums.readMean(i, mean);
                        means.add(RealVector.of(mean));
                    }
                }
            }
        }
        return means;
    }

    /** {@inheritDoc} From one tangent; with v = θ it is the squared Fisher-Rao norm. */
    @Override
    public double quadraticForm(double[] v) {
        double[] sum = new double[1];
        synchronized (sweep) {
            try (Directions direction = new Directions(1)) {
                direction.get(0).write(v);
                sweep.forEachBatch((at, factor, from) -> {
                    try (BatchSignals signals = new BatchSignals(at, firstLayer(), lastLayer())) {
                        signals.tangent(direction.get(0));
                        double[] jv = signals.readOutputs();
                        double[] g = factor.applyOutputFisher(jv, 1.0 / sweep.total());
                        for (int i = 0; i < g.length; i++) {
                            sum[0] += g[i] * jv[i];
                        }
                    }
                });
            }
        }
        return sum[0];
    }

    @Override
    public double[] diagonal() {
        return ownParameterDiagonal();
    }

    /** Frees the weights, unless this is a layer's or they belong to a linearisation. */
    @Override
    public void close() {
        if (ownsSweep) {
            sweep.close();
        }
    }

    /** As many vectors of parameters as share a sweep. */
    private final class Directions implements AutoCloseable {
        private final List<ParameterBlock> blocks = new ArrayList<>();

        Directions(int count) {
            for (int i = 0; i < count; i++) {
                blocks.add(ParameterBlock.zeros(sweep.network(), sweep.backend(), firstLayer(), lastLayer()));
            }
        }

        ParameterBlock get(int i) {
            return blocks.get(i);
        }

        /** Copies sum number {@code i} over T to {@code mean}. */
        void readMean(int i, double[] mean) {
            blocks.get(i).read(mean);
            for (int j = 0; j < mean.length; j++) {
                mean[j] /= sweep.total();
            }
        }

        @Override
        public void close() {
            blocks.forEach(ParameterBlock::close);
        }
    }
}
