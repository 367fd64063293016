package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rows of S J are made of, tensor by tensor, all at once: for passes that need the rows of several tensors side by side.
 * The linearisation must stay open. Memory: a number for each row and entry of the outputs of all nodes with parameters; {@link
 * GraphDescent} takes less.
 */
public final class GraphSensitivities implements AutoCloseable {
    private final GraphDescent descent;
    private final List<TensorRows> tensors;

    GraphSensitivities(GraphDescent descent, Graph graph) {
        this.descent = descent;
        TensorRows[] found = new TensorRows[graph.tensors().size()];
        for (GraphDescent.Complete tensor : descent.all()) {
            found[tensor.number()] = tensor.rows();
        }
        this.tensors = new ArrayList<>(List.of(found));
    }

    /** Returns the rows of each parameter tensor, in the order of θ. */
    public List<TensorRows> tensors() {
        return List.copyOf(tensors);
    }

    @Override
    public void close() {
        descent.close();
    }
}
