package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.linear.GraphDescent;
import io.github.fisherscope.core.linear.GraphLinearization;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.linear.GraphWeights;
import io.github.fisherscope.core.linear.TensorRows;
import io.github.fisherscope.core.network.Activation;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a data set on their way through a graph: all linearised at once where they take little memory, otherwise in
 * batches, each linearised anew at every sweep. The likelihood applies at every position of the output: a site is a sample
 * and a position, C is the last dimension of the output, and F is the mean over sites.
 */
final class GraphSamples implements AutoCloseable {
    /** Bytes that the outputs of all nodes at all samples may take to be kept. */
    static final long KEPT_BYTES = 1L << 30;

    /** Bytes that one batch may take. */
    static final long BATCH_BYTES = 1L << 30;

    /** Entries of a diagonal that is kept. */
    private static final int LARGEST_KEPT = 12_000_000;

    private final GraphWeights weights;
    private final Dataset data;
    private final FisherRequest request;
    private final int positions;
    private final int outputs;
    private final Batches batches;
    private @Nullable GraphLinearization kept;
    private @Nullable OutputFactor keptFactor;
    private double @Nullable [] keptDiagonal;

    private GraphSamples(GraphWeights weights, Dataset data, FisherRequest request, Batches batches) {
        this.batches = batches;
        this.weights = weights;
        this.data = data;
        this.request = request;
        Shape output = weights.graph().output();
        this.positions = output.positions();
        this.outputs = output.channels();
    }

    /**
     * How large a batch may be.
     *
     * @param samples at most; if they are fewer than all, nothing is kept
     * @param bytes at most
     */
    record Batches(int samples, long bytes) {}

    /**
     * Uploads the network.
     *
     * @throws IllegalArgumentException if the data do not fit the network, or the request has an output activation
     */
    static GraphSamples of(
            GraphNetwork network, Dataset data, FisherRequest request, Backend backend, Batches batches) {
        Args.require(
                request.outputActivation() instanceof Activation.Identity,
                "an output activation is for fully connected networks; give the graph a last node instead");
        Args.requireSame(
                "the number of inputs of the data (" + data.source().description() + ")",
                data.inputs(),
                network.graph().input().size(),
                "the network takes inputs of shape " + network.graph().input());
        Objects.requireNonNull(request, "request");
        return new GraphSamples(GraphWeights.of(network, backend), data, request, batches);
    }

    Graph graph() {
        return weights.graph();
    }

    GraphNetwork network() {
        return weights.network();
    }

    Backend backend() {
        return weights.backend();
    }

    FisherRequest request() {
        return request;
    }

    /** Returns P. */
    long parameters() {
        return graph().parameters();
    }

    /** Returns T. */
    int samples() {
        return data.samples();
    }

    /** Returns the number of sites of a sample. */
    int positions() {
        return positions;
    }

    /** Returns the number of sites, over which F is the mean. */
    long sites() {
        return (long) samples() * positions;
    }

    /** Returns C. */
    int outputs() {
        return outputs;
    }

    /** Returns R, the number of rows of a site. */
    int rowsPerSite() {
        return request.rowsPerSample(outputs);
    }

    /** Returns n, the number of rows of the factor of F; row (r, s, t) has the index (r·S + s)·T + t. */
    long rows() {
        return rowsPerSite() * sites();
    }

    /** What is done with one batch. */
    interface Step {
        /**
         * Works on a batch.
         *
         * @param from number of its first sample
         */
        void run(GraphLinearization at, OutputFactor factor, int from);
    }

    private double nodeEntries() {
        return graph().nodes().stream().mapToDouble(n -> n.output().size()).sum();
    }

    /** Returns the bytes that the outputs of all nodes take, with what layers keep beside them. */
    double linearizedBytes() {
        return 2 * nodeEntries() * samples() * backend().precision().bytes();
    }

    private int fitting(double numbersPerSample) {
        long budget = WorkMemory.of(backend(), batches.bytes());
        double fits = budget / (numbersPerSample * backend().precision().bytes());
        return (int) Math.max(1, Math.min(batches.samples(), fits));
    }

    /** Returns how many samples a batch of products has. */
    int productBatch() {
        return fitting(4 * nodeEntries());
    }

    /** Returns how many samples a batch has whose rows all go down through the graph at once. */
    int rowBatch() {
        return rowBatch(0);
    }

    /**
     * Returns the same where more numbers are kept for each row.
     *
     * @param kept how many
     */
    int rowBatch(long kept) {
        double rows = (double) rowsPerSite() * positions;
        return fitting(2 * nodeEntries() + rows * (GraphDescent.widest(graph()) + outputs + kept));
    }

    void forEachBatch(Step step) {
        if (keepsAll()) {
            runWhole(step);
        } else {
            forEachBatch(productBatch(), step);
        }
    }

    /** Returns whether one linearisation of all samples stays between questions. */
    boolean keepsAll() {
        return batches.samples() >= samples() && linearizedBytes() <= WorkMemory.of(backend(), KEPT_BYTES);
    }

    private void runWhole(Step step) {
        GraphLinearization all = whole();
        OutputFactor factor = keptFactor;
        if (factor == null) {
            factor = factor(all, 0);
            keptFactor = factor;
        }
        step.run(all, factor, 0);
    }

    private GraphLinearization whole() {
        GraphLinearization all = kept;
        if (all == null) {
            all = GraphLinearization.ofBatch(weights, data, 0, samples());
            kept = all;
        }
        return all;
    }

    void forEachBatch(int batch, Step step) {
        if (batch >= samples() && keepsAll()) {
            runWhole(step);
            return;
        }
        for (int from = 0; from < samples(); from += Math.min(batch, samples() - from)) {
            withBatch(from, batch, step);
        }
    }

    void withBatch(int from, int batch, Step step) {
        int to = (int) Math.min(samples(), (long) from + batch);
        try (GraphLinearization at = GraphLinearization.ofBatch(weights, data, from, to)) {
            step.run(at, factor(at, from), from);
        }
    }

    private OutputFactor factor(GraphLinearization at, int from) {
        return OutputFactor.of(
                at.outputs(), outputs, request, Math.multiplyExact(from, positions), Math.toIntExact(sites()));
    }

    /** Returns the way down of the rows of a batch: row (r, s, t) has the index (r·S + s)·T_b + t, t counted within the batch. */
    GraphDescent descent(GraphLinearization at, OutputFactor factor) {
        int count = at.samples();
        int perSite = factor.rowsPerSample();
        int[] places = new int[Math.multiplyExact(Math.multiplyExact(perSite, positions), count)];
        Matrix top = backend().allocate(places.length, outputs);
        double[] row = new double[outputs];
        int index = 0;
        for (int r = 0; r < perSite; r++) {
            for (int s = 0; s < positions; s++) {
                for (int t = 0; t < count; t++) {
                    factor.copyRow(r, t * positions + s, row, 0);
                    places[index] = s;
                    top.write(index++, 0, row, 0, outputs);
                }
            }
        }
        return at.descent(top, places);
    }

    /** What is done with the rows of one tensor. */
    interface OfTensor {
        void take(int number, TensorRows rows);
    }

    /** Passes the rows of all tensors and samples by, a batch and a tensor at a time. */
    void forEachTensor(OfTensor body) {
        forEachBatch(rowBatch(), (at, factor, from) -> {
            try (GraphDescent rows = descent(at, factor)) {
                for (List<GraphDescent.Complete> step = rows.next(); !step.isEmpty(); step = rows.next()) {
                    step.forEach(t -> body.take(t.number(), t.rows()));
                }
            }
        });
    }

    /** Passes the rows of all nodes with parameters by. */
    void forEachNode(GraphFisher.NodeVisitor visitor) {
        forEachBatch(rowBatch((long) outputs * positions), (at, factor, from) -> {
            try (GraphDescent rows = descent(at, factor)) {
                rows.expandTop();
                rows.watch((number, all) -> visitor.take(number, all, at.samples()));
                while (!rows.next().isEmpty()) {
                    // the listener has seen the nodes on the way
                }
            }
        });
    }

    /** Passes all rows of the factor by, explicitly. */
    void forEachRows(GraphFisher.RowVisitor visitor) {
        forEachBatch(rowBatch(parameters()), (at, factor, from) -> {
            long rows = (long) factor.rowsPerSample() * positions * at.samples();
            try (GraphDescent descent = descent(at, factor);
                    Matrix g = backend().allocate(rows, parameters())) {
                for (List<GraphDescent.Complete> step = descent.next(); !step.isEmpty(); step = descent.next()) {
                    step.forEach(t -> t.rows().write(backend(), 0, rows, g, 0));
                }
                visitor.take(g);
            }
        });
    }

    /** Returns the diagonal of F, computed once where it is not too long to be kept. */
    double[] diagonal() {
        double[] known = keptDiagonal;
        if (known != null) {
            return known.clone();
        }
        double[] diagonal = new double[Math.toIntExact(parameters())];
        forEachTensor((number, rows) -> rows.addSquares(Math.toIntExact(sites()), diagonal));
        if (diagonal.length <= LARGEST_KEPT) {
            keptDiagonal = diagonal.clone();
        }
        return diagonal;
    }

    /** Returns the entries of a vector of all rows that belong to a batch, in the order of its {@link OutputFactor}. */
    double[] local(double[] all, int from, int count) {
        double[] own = new double[rowsPerSite() * positions * count];
        forEachRow(from, count, (global, local) -> own[local] = all[global]);
        return own;
    }

    /** Writes the entries of a batch, in the order of its {@link OutputFactor}, into a vector of all rows. */
    void global(double[] own, int from, int count, double[] all) {
        forEachRow(from, count, (global, local) -> all[global] = own[local]);
    }

    private interface Pairing {
        void of(int global, int local);
    }

    private void forEachRow(int from, int count, Pairing pairing) {
        for (int r = 0; r < rowsPerSite(); r++) {
            for (int s = 0; s < positions; s++) {
                for (int t = 0; t < count; t++) {
                    int global = (r * positions + s) * samples() + from + t;
                    pairing.of(global, r * positions * count + t * positions + s);
                }
            }
        }
    }

    @Override
    public void close() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
        weights.close();
    }
}
