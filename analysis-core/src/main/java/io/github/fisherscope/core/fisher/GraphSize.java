package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.linear.GraphDescent;
import java.util.List;

/**
 * The sizes that the price of the Fisher matrix of a graph depends on: the flops that the layers tell, added up. What is
 * done entry by entry is not counted.
 *
 * @param graph the layers
 * @param samples T
 * @param rowsPerSite R, rows for each sample and position of the output
 * @param precision number format of matrices
 */
public record GraphSize(Graph graph, long samples, long rowsPerSite, Precision precision) {
    /** Returns the same sizes with another number of rows for each sample and position. */
    public GraphSize withRows(long rows) {
        return new GraphSize(graph, samples, rows, precision);
    }

    /** Returns P. */
    public long parameters() {
        return graph.parameters();
    }

    /** Returns n, the number of rows of the dual matrix. */
    public long rows() {
        return rowsPerSite * samples * graph.output().positions();
    }

    /** Returns whether F has fewer rows than its dual. */
    public boolean onParameters() {
        return parameters() < rows();
    }

    /** Returns the flops of a forward pass of all samples. */
    public double forwardFlops() {
        return samples
                * graph.nodes().stream()
                        .mapToDouble(node -> node.layer().flops(inputs(node)))
                        .sum();
    }

    private List<Shape> inputs(Node node) {
        return node.inputs().stream().map(graph::shape).toList();
    }

    /** Returns the entries of the outputs of all nodes for one sample. */
    public double entries() {
        return graph.nodes().stream().mapToDouble(n -> n.output().size()).sum();
    }

    /**
     * Returns the bytes of weights, of a vector beside them, and of samples on their way: all of them where they take little,
     * otherwise a batch, or two whose rows go down through the network side by side.
     */
    public double batchBytes() {
        double vectors = 4.0 * parameters() * precision.bytes();
        double all = 2 * entries() * samples * precision.bytes();
        double kept = all <= GraphSamples.KEPT_BYTES ? all : 0;
        double products = Math.min(2 * all, GraphSamples.BATCH_BYTES);
        return vectors + kept + Math.max(products, Math.min(rowBytes(), 2.0 * GraphSamples.BATCH_BYTES));
    }

    /** Returns the bytes that all rows take on their way down through the network at once, with the samples they belong to. */
    public double rowBytes() {
        double numbers = 2 * entries() * samples + (double) rows() * (GraphDescent.widest(graph) + outputs());
        return numbers * precision.bytes();
    }

    private double outputs() {
        return graph.output().channels();
    }

    /** Returns the price of products on the smaller side: a VJP and a JVP, and a forward pass for each where nothing is kept. */
    public FisherPrice products() {
        boolean kept = 2 * entries() * samples * precision.bytes() <= GraphSamples.KEPT_BYTES;
        double product = (kept ? 4 : 6) * forwardFlops();
        return FisherPrice.ofProducts(0, product, batchBytes());
    }

    /** Returns the flops of all moments from tiles: a backward pass for all rows, and the inner products of rows. */
    public double momentFlops() {
        double n = (double) rows();
        double backward = n / Math.max(1, samples) * forwardFlops();
        double grams = graph.nodes().stream()
                .filter(Node::hasParameters)
                .mapToDouble(node -> node.layer().gramFlops(inputs(node), (double) samples, n))
                .sum();
        return backward + grams;
    }

    /** Returns the price of the dual matrix with all its entries. */
    public FisherPrice dualEntries() {
        double n = (double) rows();
        return new FisherPrice(
                momentFlops(),
                2 * n * n,
                momentFlops() + FisherPrice.EIGENPROBLEM * n * n * n,
                4 * n * n * precision.bytes() + batchBytes());
    }

    /** Returns the price of F with all its entries, from explicit rows. */
    public FisherPrice entriesOfFisher() {
        double n = (double) rows();
        double p = (double) parameters();
        double rows = n / Math.max(1, samples) * forwardFlops() + 2 * n * p * p;
        return new FisherPrice(
                rows,
                2 * p * p,
                rows + FisherPrice.EIGENPROBLEM * p * p * p,
                2 * p * p * precision.bytes() + batchBytes());
    }
}
