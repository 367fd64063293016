package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.layer.RowGradients;
import io.github.fisherscope.core.linear.GraphNetwork;
import java.util.List;

/**
 * Makes the whole Fisher matrix of a network of any layers. All matrices share the weights and linearised samples of this
 * object, which must stay open while they are in use; it holds them until it is closed.
 *
 * <pre>{@code
 * try (GraphFisher fisher = GraphFisher.of(network, data, FisherRequest.exact(likelihood), backend)) {
 *     RealVector eigenvalues = fisher.smaller().eigenvalues();
 * }
 * }</pre>
 *
 * <p>The likelihood applies at every position of the output, all dimensions but the last, and F is the mean over samples and
 * positions. The layers of the matrices are the parameter tensors, in the order of θ. Deterministic; the size of batches
 * changes results by rounding only. One question at a time.
 */
public final class GraphFisher implements AutoCloseable {
    /** Bytes that a batch of samples may take where nothing else is said. */
    public static final long BATCH_BYTES = GraphSamples.BATCH_BYTES;

    /** The most parameters that a row may have which is formed whole. */
    public static final int LARGEST_EXPLICIT = 20_000_000;

    private final GraphSamples source;

    private GraphFisher(GraphSamples source) {
        this.source = source;
    }

    /**
     * Uploads the network.
     *
     * @throws IllegalArgumentException if the data do not fit the network
     */
    public static GraphFisher of(GraphNetwork network, Dataset data, FisherRequest request, Backend backend) {
        return of(network, data, request, backend, GraphSamples.BATCH_BYTES);
    }

    /**
     * Uploads the network.
     *
     * @param batchBytes memory that one batch may take; two are there at once where they do not hold all samples. Where all
     *     rows fit one batch, they go down through the network once
     */
    public static GraphFisher of(
            GraphNetwork network, Dataset data, FisherRequest request, Backend backend, long batchBytes) {
        Args.requireInRange("batchBytes", batchBytes, 1, Long.MAX_VALUE);
        return new GraphFisher(
                GraphSamples.of(network, data, request, backend, new GraphSamples.Batches(data.samples(), batchBytes)));
    }

    /** Uploads the network; batches have at most {@code largestBatch} samples. */
    static GraphFisher of(
            GraphNetwork network, Dataset data, FisherRequest request, Backend backend, int largestBatch) {
        return new GraphFisher(GraphSamples.of(
                network, data, request, backend, new GraphSamples.Batches(largestBatch, GraphSamples.BATCH_BYTES)));
    }

    /** Returns the layers. */
    public Graph graph() {
        return source.graph();
    }

    /** Returns the backend on which matrices lie. */
    public Backend backend() {
        return source.backend();
    }

    /** Returns T. */
    public int samples() {
        return source.samples();
    }

    /** Returns N, the number of samples and positions of the output over which F is the mean. */
    public long sites() {
        return source.sites();
    }

    /** Returns n, the number of rows of the factor of F: R rows for each sample and position. */
    public long rows() {
        return source.rows();
    }

    /** Returns F as a map on parameter space. */
    public WholeFisherMatrix products() {
        return new GraphProducts(source, null);
    }

    /** Returns the dual matrix as a map. */
    public WholeFisherMatrix dual() {
        return new GraphDual(source, null);
    }

    /** Returns the map with fewer rows. */
    public WholeFisherMatrix smaller() {
        return source.parameters() < source.rows() ? products() : dual();
    }

    /** Returns the dual matrix with all its entries: n² numbers. */
    public WholeFisherMatrix dualEntries() {
        return GraphEntries.ofDual(source, null);
    }

    /**
     * Returns the dual matrix with all its entries, and hands over the blocks of tensors on the way, as {@link #forEachBlock}
     * does, if memory allows that; whoever asks must see which came.
     *
     * @param layers numbers of the tensors whose blocks are wanted, counted from 1
     */
    public WholeFisherMatrix dualEntries(List<Integer> layers, BlockVisitor visitor) {
        GraphBlocks blocks = new GraphBlocks(source);
        List<Integer> numbers = layers.stream().map(l -> l - 1).toList();
        return blocks.fit(numbers) ? blocks.withDual(numbers, closing(visitor)) : dualEntries();
    }

    /** Returns F with all its entries, from explicit rows: P² numbers. */
    public WholeFisherMatrix entries() {
        return GraphEntries.ofParameters(source, null);
    }

    /** Takes the block of a tensor, which is closed afterwards. */
    public interface BlockVisitor {
        /**
         * Takes a block.
         *
         * @param layer number of the tensor, counted from 1
         * @param block with all its entries, on the side where it has fewer rows
         */
        void take(int layer, FisherMatrix block);
    }

    /**
     * Hands over the diagonal blocks of some tensors with all their entries. Many come from one pass over the samples, and where
     * all rows fit there is one pass for all; the blocks come in any order.
     *
     * @param layers numbers of the tensors, counted from 1
     */
    public void forEachBlock(List<Integer> layers, BlockVisitor visitor) {
        visit(layers, closing(visitor));
    }

    private void visit(List<Integer> layers, GraphBlocks.Visitor visitor) {
        layers.forEach(
                l -> Args.requireInRange("layer", l, 1, source.graph().tensors().size()));
        new GraphBlocks(source).forEach(layers.stream().map(l -> l - 1).toList(), visitor);
    }

    private GraphBlocks.Visitor closing(BlockVisitor visitor) {
        return (number, side, entries) -> {
            ParameterTensor tensor = source.graph().tensors().get(number);
            try (GraphEntries block = GraphEntries.of(source, tensor, side, entries)) {
                visitor.take(number + 1, block);
            }
        };
    }

    /** Takes the entries of the block of a tensor, and closes them. */
    public interface EntriesVisitor {
        /**
         * Takes entries.
         *
         * @param layer number of the tensor, counted from 1
         * @param entries of its block, m × m, or of the dual of that, n × n, whichever is smaller
         */
        void take(int layer, Matrix entries);
    }

    /** Hands over the entries of blocks, as {@link #forEachBlock} does. */
    public void forEachEntries(List<Integer> layers, EntriesVisitor visitor) {
        visit(layers, (number, side, entries) -> visitor.take(number + 1, entries));
    }

    /** Returns the factor of F. */
    public GraphFactor factor() {
        return new GraphFactor(source, null);
    }

    /**
     * Returns the columns of the factor of F that belong to one parameter tensor.
     *
     * @param layer number of the tensor, counted from 1
     */
    public GraphFactor factorOfLayer(int layer) {
        Args.requireInRange("layer", layer, 1, source.graph().tensors().size());
        return new GraphFactor(source, source.graph().tensors().get(layer - 1));
    }

    /** What is done with the rows of one node with parameters, at a batch of samples. */
    public interface NodeVisitor {
        /**
         * Takes rows, which may be used until this method returns.
         *
         * @param number of the node
         * @param rows gradients of all the layer's parameters, constants included, not divided by √N
         * @param samples number of samples of the batch
         */
        void take(int number, RowGradients rows, int samples);
    }

    /** Passes the rows of all nodes with parameters by, a batch and a node at a time. */
    public void forEachNode(NodeVisitor visitor) {
        source.forEachNode(visitor);
    }

    /** What is done with the explicit rows of a batch. */
    public interface RowVisitor {
        /** Takes rows of √N G (some × P), which may be used until this method returns. */
        void take(Matrix rows);
    }

    /**
     * Passes all rows of √N G by, G being the factor,, explicitly, some at a time.
     *
     * @throws IllegalArgumentException if P exceeds {@link #LARGEST_EXPLICIT}
     */
    public void forEachRows(RowVisitor visitor) {
        Args.require(
                source.parameters() <= LARGEST_EXPLICIT,
                "explicit rows need at most %d parameters and the network has %d",
                LARGEST_EXPLICIT,
                source.parameters());
        source.forEachRows(visitor);
    }

    /** Returns the exact moments of F and of the blocks of all tensors, from tiles that are formed and forgotten. */
    public DualMoments moments() {
        return new GraphTiles(source, k -> true).moments();
    }

    @Override
    public void close() {
        source.close();
    }
}
