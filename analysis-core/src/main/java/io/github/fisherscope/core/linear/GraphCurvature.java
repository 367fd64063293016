package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.layer.LayerKernel;
import io.github.fisherscope.core.layer.VjpChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of {@code Jᵀ g} along directions of the parameters, at a linearised graph and cotangents g of its outputs which
 * themselves may move: the products of a Hessian. The cotangents of all nodes are computed once and kept; each product is a JVP
 * upwards and the derivative of the backward pass downwards (Pearlmutter, Neural Computation 6 (1994) 147-160).
 *
 * <p>Memory: as many numbers as the linearisation has, and twice as many during a product. Not for use by several threads.
 */
public final class GraphCurvature implements AutoCloseable {
    private final GraphLinearization at;
    private final Graph graph;
    private final Backend backend;
    private final @Nullable Matrix[] cotangents;

    private GraphCurvature(GraphLinearization at) {
        this.at = at;
        this.graph = at.graph();
        this.backend = at.backend();
        this.cotangents = new Matrix[graph.nodes().size()];
    }

    /**
     * Runs the backward pass.
     *
     * @param at stays the caller's and must stay open
     * @param g one number for each sample and output, in the order of {@link GraphLinearization#outputs}
     */
    public static GraphCurvature of(GraphLinearization at, double[] g) {
        GraphCurvature made = new GraphCurvature(at);
        try {
            Matrix top = at.matrixOf(g);
            made.cotangents[made.cotangents.length - 1] = top;
            for (int i = made.cotangents.length - 1; i >= 0; i--) {
                Matrix signal = made.cotangents[i];
                if (signal != null) {
                    made.pass(i, signal, made.cotangents);
                }
            }
            return made;
        } catch (RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    /** Carries a cotangent to the nodes below. */
    private void pass(int node, Matrix signal, @Nullable Matrix[] signals) {
        List<Integer> inputs = graph.node(node).inputs();
        for (int k = 0; k < inputs.size(); k++) {
            if (at.weights().active(inputs.get(k))) {
                at.pass(node, signal, k, inputs.get(k), signals);
            }
        }
    }

    /** Adds {@code Jᵀ g} to {@code sum}. */
    public void addGradient(double[] sum) {
        try (Matrix gradient = backend.allocate(1, sum.length)) {
            for (int i = 0; i < cotangents.length; i++) {
                Matrix signal = cotangents[i];
                if (signal != null && graph.node(i).hasParameters()) {
                    LayerKernel kernel = at.kernel(i);
                    at.weights().places(i).add(gradient, part -> kernel.addParameterVjp(signal, part));
                }
            }
            GraphLinearization.addTo(gradient, sum);
        }
    }

    /**
     * Adds the derivative of {@code Jᵀ g} along v to {@code sum}.
     *
     * @param v P numbers
     * @param outputs replaces {@code J v}, one number for each sample and output, by how g moves along
     * @throws IllegalArgumentException if a layer does not know its second derivatives
     */
    public void addProduct(double[] v, Consumer<double[]> outputs, double[] sum) {
        Args.requireSame("the length of v", v.length, graph.parameters(), "it must have one entry per parameter");
        @Nullable Matrix[] tangents = new Matrix[cotangents.length];
        try (Matrix direction = backend.allocate(1, v.length);
                Matrix gradient = backend.allocate(1, v.length)) {
            direction.write(0, 0, v, 0, v.length);
            for (int i = 0; i < tangents.length; i++) {
                if (at.weights().active(i)) {
                    tangents[i] = at.tangent(i, direction, tangents);
                }
            }
            Matrix last = tangents[tangents.length - 1];
            if (last != null) {
                double[] moved = GraphLinearization.read(last);
                outputs.accept(moved);
                descend(at.matrixOf(moved), direction, tangents, gradient);
                GraphLinearization.addTo(gradient, sum);
            }
        } finally {
            close(tangents);
        }
    }

    private void descend(Matrix top, Matrix direction, @Nullable Matrix[] tangents, Matrix gradient) {
        @Nullable Matrix[] signals = new Matrix[tangents.length];
        signals[signals.length - 1] = top;
        try {
            for (int i = signals.length - 1; i >= 0; i--) {
                Matrix signal = signals[i];
                if (signal == null) {
                    continue;
                }
                pass(i, signal, signals);
                bend(i, direction, tangents, signals, gradient);
                if (graph.node(i).hasParameters()) {
                    LayerKernel kernel = at.kernel(i);
                    at.weights().places(i).add(gradient, part -> kernel.addParameterVjp(signal, part));
                }
                signals[i] = null;
                signal.close();
            }
        } finally {
            close(signals);
        }
    }

    /** Adds what the motion of a node's inputs and parameters changes in its VJPs. */
    private void bend(
            int number, Matrix direction, @Nullable Matrix[] tangents, @Nullable Matrix[] signals, Matrix gradient) {
        Node node = graph.node(number);
        Matrix cotangent = cotangents[number];
        if (cotangent == null) {
            return;
        }
        List<@Nullable Matrix> incoming = new ArrayList<>();
        node.inputs().forEach(n -> incoming.add(n == Graph.INPUT ? null : tangents[n]));
        try (Matrix own = node.hasParameters() ? at.weights().places(number).take(direction, false) : null;
                VjpChange change = change(number, incoming, own)) {
            for (int k = 0; k < incoming.size(); k++) {
                Matrix below = at.weights().active(node.inputs().get(k))
                        ? signals[node.inputs().get(k)]
                        : null;
                if (below != null) {
                    change.addVjp(cotangent, k, below);
                }
            }
            if (node.hasParameters()) {
                at.weights().places(number).add(gradient, part -> change.addParameterVjp(cotangent, part));
            }
        }
    }

    private VjpChange change(int number, List<@Nullable Matrix> tangents, @Nullable Matrix direction) {
        return at.kernel(number)
                .along(tangents, direction)
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        "the layer '%s' of the kind %s does not know its second derivatives, which the Hessian needs;"
                                + " measure the Fisher matrix",
                        graph.node(number).name(), graph.node(number).layer().kind())));
    }

    private static void close(@Nullable Matrix[] some) {
        Arrays.stream(some).filter(m -> m != null).forEach(Matrix::close);
    }

    @Override
    public void close() {
        close(cotangents);
    }
}
