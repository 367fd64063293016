package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.ComputedLayer;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.math.RealVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph at one parameter vector, linearised at some samples: the output of every node is computed once and kept, and products
 * with the Jacobian J of all outputs (C·T × P) pass through the nodes in their order (JVP) or backwards (VJP). Fully connected
 * networks have a linearisation of their own, {@link io.github.fisherscope.core.fisher.Linearization}, which keeps less and
 * fuses more; both give the same numbers up to rounding.
 *
 * <p>Memory: the weights, and T numbers for each entry of each node's output; during a product those of the nodes on the way.
 * Not safe for use by several threads at once. Deterministic.
 */
public final class GraphLinearization implements AutoCloseable {
    private final GraphWeights weights;
    private final boolean ownsWeights;
    private final Graph graph;
    private final Backend backend;
    private final int samples;
    private final Matrix input;
    private final List<LayerKernel> kernels = new ArrayList<>();
    private final List<Matrix> outputs = new ArrayList<>();

    private GraphLinearization(GraphWeights weights, boolean ownsWeights, Dataset data, int from, int to) {
        this.weights = weights;
        this.ownsWeights = ownsWeights;
        this.graph = weights.graph();
        this.backend = weights.backend();
        this.samples = to - from;
        Args.requireSame(
                "the number of inputs of the data (" + data.source().description() + ")",
                data.inputs(),
                graph.input().size(),
                "the graph takes inputs of shape " + graph.input());
        this.input = backend.allocate(samples, data.inputs());
        double[] row = new double[data.inputs()];
        for (int t = 0; t < samples; t++) {
            data.copyRow(from + t, row);
            input.write(t, 0, row, 0, row.length);
        }
        try {
            for (int i = 0; i < graph.nodes().size(); i++) {
                forward(i, graph.node(i));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Runs the forward pass at all samples.
     *
     * @throws IllegalArgumentException if the data do not fit the graph, or a layer cannot be computed
     */
    public static GraphLinearization of(GraphNetwork network, Dataset data, Backend backend) {
        return new GraphLinearization(GraphWeights.of(network, backend), true, data, 0, data.samples());
    }

    /** Runs the forward pass of a graph at given parameters; see the other method. */
    public static GraphLinearization of(Graph graph, double[] parameters, Dataset data, Backend backend) {
        return of(new GraphNetwork(graph, RealVector.of(parameters)), data, backend);
    }

    /** Runs the forward pass at samples {@code from} to {@code to} (exclusive) with weights that stay open. */
    public static GraphLinearization ofBatch(GraphWeights weights, Dataset data, int from, int to) {
        return new GraphLinearization(weights, false, data, from, to);
    }

    private void forward(int number, Node node) {
        List<Shape> shapes = node.inputs().stream().map(graph::shape).toList();
        LayerKernel kernel = ((ComputedLayer) node.layer()).kernel(shapes, weights.part(number), backend);
        kernels.add(kernel);
        Matrix output = backend.allocate(samples, node.output().size());
        outputs.add(output);
        kernel.forward(node.inputs().stream().map(this::value).toList(), output);
    }

    /** Returns the output of a node at all samples. */
    private Matrix value(int number) {
        return number == Graph.INPUT ? input : outputs.get(number);
    }

    public Graph graph() {
        return graph;
    }

    Backend backend() {
        return backend;
    }

    GraphWeights weights() {
        return weights;
    }

    LayerKernel kernel(int node) {
        return kernels.get(node);
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    /** Returns the number of entries of one sample's output. */
    public int outputCount() {
        return graph.output().size();
    }

    /** Returns the outputs f, all entries of one sample after the other. */
    public double[] outputs() {
        return read(outputs.get(outputs.size() - 1));
    }

    static double[] read(Matrix m) {
        int columns = Math.toIntExact(m.columns());
        double[] values = new double[Math.multiplyExact(Math.toIntExact(m.rows()), columns)];
        for (int i = 0; i < m.rows(); i++) {
            m.read(i, 0, values, i * columns, columns);
        }
        return values;
    }

    /**
     * Computes the Jacobian-vector product {@code J v}, forward through the graph. Cost: two forward passes.
     *
     * @param v P numbers in the order of {@link Graph#tensors}
     * @return the directional derivatives of the outputs, in the order of {@link #outputs}
     */
    public double[] jvp(double[] v) {
        Args.requireSame("the length of v", v.length, graph.parameters(), "it must have one entry per parameter");
        @Nullable Matrix[] tangents = new Matrix[kernels.size()];
        int[] lastUse = lastUses();
        try (Matrix direction = backend.allocate(1, v.length)) {
            direction.write(0, 0, v, 0, v.length);
            for (int i = 0; i < tangents.length; i++) {
                if (weights.active(i)) {
                    tangents[i] = tangent(i, direction, tangents);
                }
                free(tangents, lastUse, i);
            }
            Matrix last = tangents[tangents.length - 1];
            return last == null ? new double[samples * outputCount()] : read(last);
        } finally {
            Arrays.stream(tangents).filter(t -> t != null).forEach(Matrix::close);
        }
    }

    Matrix tangent(int number, Matrix direction, @Nullable Matrix[] tangents) {
        Node node = graph.node(number);
        List<@Nullable Matrix> incoming = new ArrayList<>();
        node.inputs().forEach(n -> incoming.add(n == Graph.INPUT ? null : tangents[n]));
        Matrix tangent = backend.allocate(samples, node.output().size());
        try (Matrix own = node.hasParameters() ? weights.places(number).take(direction, false) : null) {
            kernels.get(number).jvp(incoming, own, tangent);
        }
        return tangent;
    }

    private int[] lastUses() {
        int[] last = new int[kernels.size()];
        Arrays.fill(last, Integer.MAX_VALUE);
        for (int i = 0; i < last.length; i++) {
            for (int n : graph.node(i).inputs()) {
                if (n != Graph.INPUT) {
                    last[n] = i;
                }
            }
        }
        return last;
    }

    private static void free(@Nullable Matrix[] tangents, int[] lastUse, int step) {
        for (int i = 0; i < step; i++) {
            Matrix done = tangents[i];
            if (done != null && lastUse[i] == step) {
                done.close();
                tangents[i] = null;
            }
        }
    }

    /**
     * Computes the vector-Jacobian product {@code Jᵀ g}, backwards through the graph. Cost: two forward passes.
     *
     * @param g one number per sample and output, in the order of {@link #outputs}
     * @return P numbers in the order of {@link Graph#tensors}
     */
    public double[] vjp(double[] g) {
        double[] result = new double[Math.toIntExact(graph.parameters())];
        addVjp(g, result);
        return result;
    }

    /** Adds {@code Jᵀ g} to {@code sum}: see {@link #vjp}. */
    public void addVjp(double[] g, double[] sum) {
        int count = outputCount();
        Args.requireSame("the length of g", g.length, (long) samples * count, "it must have one entry per output");
        Args.requireSame(
                "the length of the sum", sum.length, graph.parameters(), "it must have one entry per parameter");
        Matrix top = matrixOf(g);
        try (Matrix gradient = backend.allocate(1, sum.length)) {
            descend(top, gradient);
            addTo(gradient, sum);
        }
    }

    /** Returns numbers in the order of {@link #outputs} as a matrix with a row for each sample, for the caller to close. */
    Matrix matrixOf(double[] g) {
        int count = outputCount();
        Matrix top = backend.allocate(samples, count);
        for (int t = 0; t < samples; t++) {
            top.write(t, 0, g, t * count, count);
        }
        return top;
    }

    /** Adds a row like θ to numbers. */
    static void addTo(Matrix gradient, double[] sum) {
        double[] some = new double[Math.min(GraphWeights.AT_ONCE, sum.length)];
        for (int from = 0; from < sum.length; from += some.length) {
            int length = Math.min(some.length, sum.length - from);
            gradient.read(0, from, some, 0, length);
            for (int i = 0; i < length; i++) {
                sum[from + i] += some[i];
            }
        }
    }

    /** Carries cotangents down to every node whose output depends on a parameter, and closes them. */
    private void descend(Matrix top, Matrix gradient) {
        @Nullable Matrix[] signals = new Matrix[kernels.size()];
        signals[signals.length - 1] = top;
        try {
            for (int i = signals.length - 1; i >= 0; i--) {
                Matrix signal = signals[i];
                if (signal == null) {
                    continue;
                }
                Node node = graph.node(i);
                for (int k = 0; k < node.inputs().size(); k++) {
                    int below = node.inputs().get(k);
                    if (weights.active(below)) {
                        pass(i, signal, k, below, signals);
                    }
                }
                if (node.hasParameters()) {
                    LayerKernel kernel = kernels.get(i);
                    weights.places(i).add(gradient, part -> kernel.addParameterVjp(signal, part));
                }
                signals[i] = null;
                signal.close();
            }
        } finally {
            Arrays.stream(signals).filter(s -> s != null).forEach(Matrix::close);
        }
    }

    void pass(int node, Matrix signal, int input, int below, @Nullable Matrix[] signals) {
        Matrix there = signals[below];
        double beta = there == null ? 0 : 1;
        if (there == null) {
            there = backend.allocate(signal.rows(), graph.shape(below).size());
            signals[below] = there;
        }
        kernels.get(node).vjp(signal, input, beta, there);
    }

    /**
     * Carries cotangents down to the rows of one parameter tensor after the other.
     *
     * @param cotangents rows of C numbers, each at one position of the output; row (r, s, t) at (r·S + s)·T + t. The result
     *     closes them
     * @param places the position of each row
     */
    public GraphDescent descent(Matrix cotangents, int[] places) {
        return new GraphDescent(this, new OnePositionTop(cotangents, places));
    }

    /** Carries cotangents of all outputs down, R rows for each sample, row (r, t) at r·T + t; the result closes them. */
    public GraphDescent descent(Matrix cotangents) {
        return descent(cotangents, new int[Math.toIntExact(cotangents.rows())]);
    }

    /**
     * Returns the Gram matrix {@code K = (1/T) S J Jᵀ Sᵀ} of gradients, the dual Fisher matrix, summed over tensors without a
     * row of J where layers know how, as a new matrix that the caller closes.
     *
     * @param scores S: R rows of C numbers for each sample, row (r, t) at r·T + t
     */
    public Matrix gram(double[][] scores) {
        int n = scores.length;
        Args.require(n % samples == 0, "there are %d rows of scores; give as many for each of %d samples", n, samples);
        Matrix top = backend.allocate(n, outputCount());
        for (int i = 0; i < n; i++) {
            top.write(i, 0, scores[i], 0, outputCount());
        }
        Matrix sum = backend.allocate(n, n);
        try (GraphDescent rows = descent(top)) {
            for (List<GraphDescent.Complete> step = rows.next(); !step.isEmpty(); step = rows.next()) {
                step.forEach(t -> t.rows().addGram(backend, 0, n, t.rows(), 0, n, 1.0 / samples, sum));
            }
            return sum;
        } catch (RuntimeException | Error e) {
            sum.close();
            throw e;
        }
    }

    @Override
    public void close() {
        kernels.forEach(LayerKernel::close);
        outputs.forEach(Matrix::close);
        input.close();
        if (ownsWeights) {
            weights.close();
        }
    }
}
