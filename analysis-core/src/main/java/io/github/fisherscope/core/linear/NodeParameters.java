package io.github.fisherscope.core.linear;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Node;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.ParameterView;

/**
 * Where the numbers of one node's parameters stand in a vector of all parameters, and how they come from there and go back. A
 * node whose parameters stand there one after the other reads them in place; others have a copy.
 */
final class NodeParameters {
    private final Graph graph;
    private final Node node;
    private final Backend backend;
    private final int[] starts;
    private final long inPlace;

    NodeParameters(Graph graph, Node node, Backend backend) {
        this.graph = graph;
        this.node = node;
        this.backend = backend;
        this.starts = new int[node.views().size() + 1];
        for (int i = 0; i < node.views().size(); i++) {
            starts[i + 1] = starts[i] + node.slots().get(i).size();
        }
        this.inPlace = inPlace();
    }

    /** Returns where in θ all parameters of the node stand as the layer wants them, or −1. */
    private long inPlace() {
        long first = -1;
        for (int i = 0; i < node.views().size(); i++) {
            ParameterView view = node.views().get(i);
            if (!view.isWhole()) {
                return -1;
            }
            long offset = tensor(i).offset();
            if (i == 0) {
                first = offset;
            } else if (offset != first + starts[i]) {
                return -1;
            }
        }
        return first;
    }

    private ParameterTensor tensor(int slot) {
        return graph.tensors().get(node.views().get(slot).tensor());
    }

    /** Returns the number of numbers. */
    int size() {
        return starts[starts.length - 1];
    }

    /** Returns where parameter {@code slot} of the layer begins among them. */
    int start(int slot) {
        return starts[slot];
    }

    /**
     * Returns the node's part of a vector of all parameters, for the caller to close.
     *
     * @param row 1 × P: θ itself, or a direction
     * @param constants whether constants keep their values, as in θ, or are zero, as in a direction
     */
    Matrix take(Matrix row, boolean constants) {
        if (inPlace >= 0) {
            return row.view(0, inPlace, 1, size());
        }
        Matrix taken = backend.allocate(1, size());
        for (int i = 0; i < node.views().size(); i++) {
            ParameterView view = node.views().get(i);
            int count = starts[i + 1] - starts[i];
            if (view.isConstant()) {
                if (constants) {
                    taken.write(0, starts[i], view.constants().toArray(), 0, count);
                }
            } else if (view.isWhole()) {
                backend.copy(row.view(0, tensor(i).offset(), 1, count), taken.view(0, starts[i], 1, count));
            } else {
                double[] from = read(row, tensor(i));
                double[] to = new double[count];
                for (int k = 0; k < count; k++) {
                    to[k] = from[view.index(k)];
                }
                taken.write(0, starts[i], to, 0, count);
            }
        }
        return taken;
    }

    private static double[] read(Matrix row, ParameterTensor tensor) {
        double[] values = new double[tensor.shape().size()];
        row.read(0, tensor.offset(), values, 0, values.length);
        return values;
    }

    /** What writes into a node's part of a gradient. */
    interface Adding {
        void to(Matrix part);
    }

    /** Lets {@code adding} add to the node's part of a gradient (1 × P). */
    void add(Matrix gradient, Adding adding) {
        if (inPlace >= 0) {
            adding.to(gradient.view(0, inPlace, 1, size()));
            return;
        }
        try (Matrix own = backend.allocate(1, size())) {
            adding.to(own);
            for (int i = 0; i < node.views().size(); i++) {
                ParameterView view = node.views().get(i);
                int count = starts[i + 1] - starts[i];
                if (view.isWhole()) {
                    backend.add(
                            1,
                            own.view(0, starts[i], 1, count),
                            1,
                            gradient.view(0, tensor(i).offset(), 1, count));
                } else if (!view.isConstant()) {
                    double[] part = new double[count];
                    own.read(0, starts[i], part, 0, count);
                    double[] sum = read(gradient, tensor(i));
                    for (int k = 0; k < count; k++) {
                        sum[view.index(k)] += part[k];
                    }
                    gradient.write(0, tensor(i).offset(), sum, 0, sum.length);
                }
            }
        }
    }
}
