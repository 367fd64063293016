package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.layer.RowGradients;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of cotangents from the outputs down through a graph, step by step. A step ends where the rows of some parameter
 * tensors are complete; they may be used until the next step, which frees what nobody needs any more. So a pass over all rows of
 * S J takes the memory of the widest place on the way and not that of all nodes. Two descents of the same graph complete the
 * same tensors at the same step, so that they can go side by side.
 *
 * <p>The linearisation must stay open. Cost: one VJP for each row.
 */
public final class GraphDescent implements AutoCloseable {
    private final GraphLinearization at;
    private final List<List<TensorRows.Use>> uses = new ArrayList<>();
    private final int[] awaited;
    private final @Nullable Matrix[] signals;
    private final IdentityHashMap<Matrix, Integer> pending = new IdentityHashMap<>();
    private final IdentityHashMap<TensorRows.Use, Matrix> signalOf = new IdentityHashMap<>();
    private List<Complete> last = List.of();
    private int next;
    private @Nullable OnePositionTop top;
    private NodeListener listener = (number, rows) -> {};

    /** Who is shown the rows of every node with parameters, all its parameters together. */
    public interface NodeListener {
        void pass(int number, RowGradients rows);
    }

    /** The rows of a tensor, and its number in the graph. */
    public record Complete(int number, TensorRows rows) {}

    GraphDescent(GraphLinearization at, OnePositionTop top) {
        this.at = at;
        this.top = top;
        Graph graph = at.graph();
        this.signals = new Matrix[graph.nodes().size()];
        this.next = signals.length - 1;
        this.awaited = new int[graph.tensors().size()];
        graph.tensors().forEach(t -> uses.add(new ArrayList<>()));
        for (int i = 0; i < signals.length; i++) {
            for (ParameterView view : graph.node(i).views()) {
                if (!view.isConstant()) {
                    awaited[view.tensor()]++;
                }
            }
        }
    }

    /** Shows the rows of the nodes that come to a listener, which may use them until it returns. */
    public void watch(NodeListener nodes) {
        listener = nodes;
    }

    /** Gives the cotangents of the output zeros at all other positions, so that the last layer treats them as any other does. */
    public void expandTop() {
        OnePositionTop own = top;
        if (own != null) {
            Matrix all = own.expanded(at.backend(), at.outputCount());
            top = new OnePositionTop(all, new int[own.places().length]);
        }
    }

    /**
     * Goes on to the next tensors whose rows are complete.
     *
     * @return at least one tensor, or none at the end of the way
     */
    public List<Complete> next() {
        release(last);
        last = List.of();
        while (last.isEmpty() && next >= 0) {
            int number = next--;
            OnePositionTop own = top;
            Matrix signal = signals[number];
            if (own != null) {
                top = null;
                last = visitTop(number, own);
            } else if (signal != null) {
                signals[number] = null;
                last = visit(number, signal);
            }
        }
        return last;
    }

    private List<Complete> visitTop(int number, OnePositionTop own) {
        var kernel = at.kernel(number).byPosition();
        if (kernel.isEmpty() || own.rows().columns() == at.outputCount()) {
            return visit(number, own.expanded(at.backend(), at.outputCount()));
        }
        Node node = at.graph().node(number);
        hold(own.rows(), node);
        int below = node.inputs().get(0);
        if (at.weights().active(below)) {
            Matrix there = at.backend()
                    .allocate(own.rows().rows(), at.graph().shape(below).size());
            signals[below] = there;
            kernel.get().vjpAt(own.rows(), own.places(), there);
        }
        if (!node.hasParameters()) {
            drop(own.rows());
            return List.of();
        }
        return complete(number, node, own.rows(), kernel.get().rowsAt(own.rows(), own.places()));
    }

    private List<Complete> visit(int number, Matrix signal) {
        Node node = at.graph().node(number);
        hold(signal, node);
        for (int k = 0; k < node.inputs().size(); k++) {
            int below = node.inputs().get(k);
            if (at.weights().active(below)) {
                pass(number, signal, k, below);
            }
        }
        if (!node.hasParameters()) {
            drop(signal);
            return List.of();
        }
        return complete(number, node, signal, at.kernel(number).rows(signal));
    }

    private void drop(Matrix signal) {
        pending.remove(signal);
        signal.close();
    }

    private void hold(Matrix signal, Node node) {
        pending.put(
                signal, (int) node.views().stream().filter(v -> !v.isConstant()).count());
    }

    private void pass(int node, Matrix signal, int input, int below) {
        Matrix there = signals[below];
        double beta = there == null ? 0 : 1;
        if (there == null) {
            there = at.backend().allocate(signal.rows(), at.graph().shape(below).size());
            signals[below] = there;
        }
        at.kernel(node).vjp(signal, input, beta, there);
    }

    private List<Complete> complete(int number, Node node, Matrix signal, RowGradients all) {
        listener.pass(number, all);
        NodeParameters places = at.weights().places(number);
        List<Complete> complete = new ArrayList<>();
        for (int slot = 0; slot < node.views().size(); slot++) {
            ParameterView view = node.views().get(slot);
            if (view.isConstant()) {
                continue;
            }
            int tensor = view.tensor();
            TensorRows.Use use = new TensorRows.Use(all.restricted(places.start(slot), places.start(slot + 1)), view);
            uses.get(tensor).add(use);
            signalOf.put(use, signal);
            if (--awaited[tensor] == 0) {
                complete.add(
                        new Complete(tensor, TensorRows.of(at.graph().tensors().get(tensor), uses.get(tensor))));
            }
        }
        return complete;
    }

    private void release(List<Complete> done) {
        for (Complete tensor : done) {
            for (TensorRows.Use use : uses.get(tensor.number())) {
                Matrix signal = signalOf.remove(use);
                if (signal != null && pending.merge(signal, -1, Integer::sum) == 0) {
                    drop(signal);
                }
            }
            uses.get(tensor.number()).clear();
        }
    }

    /**
     * Returns the largest number of cotangents that one row has on the way at once, those kept for tensors whose rows are not
     * complete included.
     */
    public static double widest(Graph graph) {
        boolean[] alive = new boolean[graph.nodes().size()];
        boolean[] active = GraphWeights.active(graph);
        boolean single = graph.node(alive.length - 1).layer() instanceof DenseKernel.Of;
        double top = single ? graph.output().channels() : graph.output().size();
        int[] first = new int[graph.tensors().size()];
        Arrays.fill(first, Integer.MAX_VALUE);
        for (int i = 0; i < alive.length; i++) {
            for (ParameterView view : graph.node(i).views()) {
                if (!view.isConstant()) {
                    first[view.tensor()] = Math.min(first[view.tensor()], i);
                }
            }
        }
        double now = top;
        double most = now;
        double[] freedAt = new double[alive.length];
        for (int i = alive.length - 1; i >= 0; i--) {
            Node node = graph.node(i);
            boolean output = i == alive.length - 1;
            for (int below : node.inputs()) {
                if (below != Graph.INPUT && active[below] && !alive[below]) {
                    alive[below] = true;
                    now += graph.shape(below).size();
                }
            }
            most = Math.max(most, now);
            double own = output ? top : node.output().size();
            int until = i;
            for (ParameterView view : node.views()) {
                until = view.isConstant() ? until : Math.min(until, first[view.tensor()]);
            }
            freedAt[until] += output || alive[i] ? own : 0;
            now -= freedAt[i];
        }
        return most;
    }

    @Override
    public void close() {
        OnePositionTop own = top;
        if (own != null) {
            own.rows().close();
        }
        pending.keySet().forEach(Matrix::close);
        pending.clear();
        Arrays.stream(signals).filter(s -> s != null).forEach(Matrix::close);
        Arrays.fill(signals, null);
    }
}
