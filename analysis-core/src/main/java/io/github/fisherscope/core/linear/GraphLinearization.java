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
import io.github.fisherscope.core.layer.RowGradients;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A graph at one parameter vector, linearised at a data set: the output of every node is computed once and kept, and products
 * with the Jacobian J of all outputs (C·T × P) pass through the nodes in their order (JVP) or backwards (VJP). Fully connected
 * networks have a linearisation of their own, {@link io.github.fisherscope.core.fisher.Linearization}, which keeps less and
 * fuses more; both give the same numbers up to rounding.
 *
 * <p>Memory: P numbers and T numbers for each entry of each node's output, the same again during a product. Not safe for use
 * by several threads at once. Deterministic.
 */
public final class GraphLinearization implements AutoCloseable {
    private final Graph graph;
    private final Backend backend;
    private final int samples;
    private final Matrix theta;
    private final Matrix input;
    private final List<LayerKernel> kernels = new ArrayList<>();
    private final List<Matrix> outputs = new ArrayList<>();

    private GraphLinearization(Graph graph, double[] parameters, Dataset data, Backend backend) {
        this.graph = graph;
        this.backend = backend;
        this.samples = data.samples();
        this.theta = backend.allocate(1, parameters.length);
        theta.write(0, 0, parameters, 0, parameters.length);
        this.input = backend.allocate(samples, data.inputs());
        double[] row = new double[data.inputs()];
        for (int t = 0; t < samples; t++) {
            data.copyRow(t, row);
            input.write(t, 0, row, 0, row.length);
        }
        for (Node node : graph.nodes()) {
            forward(node);
        }
    }

    /**
     * Runs the forward pass.
     *
     * @param parameters θ in the order of {@link Graph#tensors}
     * @throws IllegalArgumentException if θ or the data do not fit the graph, or a layer cannot be computed
     */
    public static GraphLinearization of(Graph graph, double[] parameters, Dataset data, Backend backend) {
        Args.requireSame(
                "the length of theta",
                parameters.length,
                graph.parameters(),
                "give one number per parameter of the graph");
        Args.requireSame(
                "the number of inputs of the data (" + data.source().description() + ")",
                data.inputs(),
                graph.input().size(),
                "the graph takes inputs of shape " + graph.input());
        for (Node node : graph.nodes()) {
            Args.require(
                    node.layer() instanceof ComputedLayer,
                    "node '%s' is of the kind %s, which cannot be computed",
                    node.name(),
                    node.layer().kind());
        }
        return new GraphLinearization(graph, parameters, data, backend);
    }

    private void forward(Node node) {
        List<Shape> shapes = node.inputs().stream().map(graph::shape).toList();
        LayerKernel kernel = ((ComputedLayer) node.layer()).kernel(shapes, part(theta, node), backend);
        Matrix output = backend.allocate(samples, node.output().size());
        kernels.add(kernel);
        outputs.add(output);
        kernel.forward(node.inputs().stream().map(this::value).toList(), output);
    }

    private static Matrix part(Matrix row, Node node) {
        return row.view(0, node.offset(), 1, node.parameters());
    }

    /** Returns the output of a node at all samples. */
    private Matrix value(int number) {
        return number == Graph.INPUT ? input : outputs.get(number);
    }

    public Graph graph() {
        return graph;
    }

    /** Returns T. */
    public int samples() {
        return samples;
    }

    /** Returns C, the number of entries of one sample's output. */
    public int outputCount() {
        return graph.output().size();
    }

    /** Returns the outputs f, entry {@code t·C + k}. */
    public double[] outputs() {
        return read(outputs.get(outputs.size() - 1));
    }

    private double[] read(Matrix m) {
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
     * @return the directional derivatives of the outputs, entry {@code t·C + k}
     */
    public double[] jvp(double[] v) {
        Args.requireSame("the length of v", v.length, graph.parameters(), "it must have one entry per parameter");
        List<Matrix> tangents = new ArrayList<>();
        try (Matrix direction = backend.allocate(1, v.length)) {
            direction.write(0, 0, v, 0, v.length);
            for (int i = 0; i < kernels.size(); i++) {
                Node node = graph.node(i);
                List<@Nullable Matrix> incoming = new ArrayList<>();
                node.inputs().forEach(n -> incoming.add(n == Graph.INPUT ? null : tangents.get(n)));
                Matrix tangent = backend.allocate(samples, node.output().size());
                tangents.add(tangent);
                kernels.get(i).jvp(incoming, node.tensors().isEmpty() ? null : part(direction, node), tangent);
            }
            return read(tangents.get(tangents.size() - 1));
        } finally {
            tangents.forEach(Matrix::close);
        }
    }

    /**
     * Computes the vector-Jacobian product {@code Jᵀ g}, backwards through the graph. Cost: two forward passes.
     *
     * @param g one number per sample and output, entry {@code t·C + k}
     * @return P numbers in the order of {@link Graph#tensors}
     */
    public double[] vjp(double[] g) {
        int count = outputCount();
        Args.requireSame("the length of g", g.length, (long) samples * count, "it must have T·C entries");
        double[] result = new double[Math.toIntExact(graph.parameters())];
        try (Matrix gradient = backend.allocate(1, result.length);
                Cotangents signals = new Cotangents(1)) {
            for (int t = 0; t < samples; t++) {
                signals.top().write(t, 0, g, t * count, count);
            }
            signals.descend((i, node, signal) -> {
                if (!node.tensors().isEmpty()) {
                    kernels.get(i).addParameterVjp(signal, part(gradient, node));
                }
            });
            gradient.read(0, 0, result, 0, result.length);
        }
        return result;
    }

    /**
     * Returns the Gram matrix {@code K = (1/T) S J Jᵀ Sᵀ} of gradients, the dual Fisher matrix, summed over nodes without a row
     * of J, as a new matrix that the caller closes.
     *
     * @param scores S: R rows of C numbers for each sample, row (r, t) at r·T + t
     */
    public Matrix gram(double[][] scores) {
        int n = scores.length;
        Args.require(n % samples == 0, "there are %d rows of scores; give as many for each of %d samples", n, samples);
        Matrix sum = backend.allocate(n, n);
        try (Cotangents signals = new Cotangents(n / samples)) {
            for (int i = 0; i < n; i++) {
                signals.top().write(i, 0, scores[i], 0, outputCount());
            }
            signals.descend((i, node, signal) -> {
                RowGradients rows = kernels.get(i).rows(signal);
                rows.addGram(backend, 0, n, rows, 0, n, 1.0 / samples, sum);
            });
            return sum;
        } catch (RuntimeException | Error e) {
            sum.close();
            throw e;
        }
    }

    /** What is done with the cotangents of a node's output, once all of them have come together. */
    private interface Visit {
        void at(int number, Node node, Matrix cotangents);
    }

    /** The cotangents of all nodes' outputs, with the same number of rows for each sample. */
    private final class Cotangents implements AutoCloseable {
        private final List<Matrix> signals = new ArrayList<>();
        private final boolean[] begun;

        Cotangents(int rowsPerSample) {
            for (Node node : graph.nodes()) {
                signals.add(backend.allocate(
                        (long) rowsPerSample * samples, node.output().size()));
            }
            begun = new boolean[signals.size()];
        }

        Matrix top() {
            return signals.get(signals.size() - 1);
        }

        void descend(Visit visit) {
            for (int i = signals.size() - 1; i >= 0; i--) {
                Node node = graph.node(i);
                visit.at(i, node, signals.get(i));
                for (int k = 0; k < node.inputs().size(); k++) {
                    int below = node.inputs().get(k);
                    if (below != Graph.INPUT) {
                        kernels.get(i).vjp(signals.get(i), k, begun[below] ? 1 : 0, signals.get(below));
                        begun[below] = true;
                    }
                }
            }
        }

        @Override
        public void close() {
            signals.forEach(Matrix::close);
        }
    }

    @Override
    public void close() {
        kernels.forEach(LayerKernel::close);
        outputs.forEach(Matrix::close);
        input.close();
        theta.close();
    }
}
