package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.ParameterTensor;
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
        return new GraphFisher(GraphSamples.of(
                network, data, request, backend, new GraphSamples.Batches(data.samples(), batchBytes)));
    }

    /** Uploads the network; batches have at most so many samples. */
    static GraphFisher of(
            GraphNetwork network, Dataset data, FisherRequest request, Backend backend, int largestBatch) {
        return new GraphFisher(GraphSamples.of(
                network, data, request, backend, new GraphSamples.Batches(largestBatch, GraphSamples.BATCH_BYTES)));
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
        return blocks.fit(numbers)
                ? blocks.withDual(numbers, (number, block) -> visitor.take(number + 1, block))
                : dualEntries();
    }

    /** Returns F with all its entries, from explicit rows: P² numbers. */
    public WholeFisherMatrix entries() {
        return GraphEntries.ofParameters(source, null);
    }

    /**
     * Returns the diagonal block of one parameter tensor with all its entries, on the side where it has fewer rows.
     *
     * @param layer number of the tensor, counted from 1
     */
    public FisherMatrix entriesOfLayer(int layer) {
        List<ParameterTensor> tensors = source.graph().tensors();
        Args.requireInRange("layer", layer, 1, tensors.size());
        ParameterTensor tensor = tensors.get(layer - 1);
        return tensor.shape().size() < source.rows()
                ? GraphEntries.ofParameters(source, tensor)
                : GraphEntries.ofDual(source, tensor);
    }

    /** What is done with the block of a tensor; it is closed afterwards. */
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
        layers.forEach(
                l -> Args.requireInRange("layer", l, 1, source.graph().tensors().size()));
        new GraphBlocks(source)
                .forEach(layers.stream().map(l -> l - 1).toList(), (number, block) -> visitor.take(number + 1, block));
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
