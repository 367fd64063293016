package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.ParameterView;
import io.github.fisherscope.core.layer.RowGradients;
import java.util.ArrayList;
import java.util.List;

/**
 * The cotangents of all nodes with parameters, for several rows at each sample: what the rows of S J are made of, tensor by
 * tensor. The linearisation must stay open. Memory: a number for each row and entry of those nodes' outputs.
 */
public final class GraphSensitivities implements AutoCloseable {
    private final List<Matrix> kept = new ArrayList<>();
    private final List<TensorRows> tensors = new ArrayList<>();
    private final long rows;

    GraphSensitivities(GraphLinearization at, Matrix cotangents) {
        this.rows = cotangents.rows();
        Graph graph = at.graph();
        List<List<TensorRows.Use>> uses = new ArrayList<>();
        graph.tensors().forEach(t -> uses.add(new ArrayList<>()));
        at.descend(cotangents, (i, node, signal) -> {
            if (!node.hasParameters()) {
                return false;
            }
            kept.add(signal);
            addUses(at, i, node, signal, uses);
            return true;
        });
        for (int k = 0; k < uses.size(); k++) {
            ParameterTensor tensor = graph.tensors().get(k);
            tensors.add(TensorRows.of(tensor, uses.get(k)));
        }
    }

    private static void addUses(
            GraphLinearization at, int number, Node node, Matrix signal, List<List<TensorRows.Use>> uses) {
        RowGradients all = at.kernel(number).rows(signal);
        NodeParameters places = at.weights().places(number);
        for (int slot = 0; slot < node.views().size(); slot++) {
            ParameterView view = node.views().get(slot);
            if (!view.isConstant()) {
                RowGradients own = all.restricted(places.start(slot), places.start(slot + 1));
                uses.get(view.tensor()).add(new TensorRows.Use(own, view));
            }
        }
    }

    /** Returns the number of rows, R·T. */
    public long rows() {
        return rows;
    }

    /** Returns the rows of each parameter tensor, in the order of θ. */
    public List<TensorRows> tensors() {
        return List.copyOf(tensors);
    }

    @Override
    public void close() {
        kept.forEach(Matrix::close);
    }
}
