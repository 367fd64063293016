package io.github.fisherscope.reports.html;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.layer.Activated;
import io.github.fisherscope.core.layer.DenseKernel;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.DenseShape;
import io.github.fisherscope.core.random.GraphFamily;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.core.random.TensorLaw;
import io.github.fisherscope.studies.config.NetworkSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Networks of any layers, drawn from an architecture and from a file, for the cells of {@link StudyCells}. */
final class GraphCells {
    private static final Graph GRAPH = graph();

    private GraphCells() {}

    private static Graph graph() {
        Graph.Builder graph = Graph.on(Shape.of(4));
        graph.then("in", new DenseKernel.Of(new DenseShape(4, 6, true)));
        graph.then("act", new Activated.Of(new Activation.Tanh()));
        graph.then("out", new DenseKernel.Of(new DenseShape(6, 3, true)));
        return graph.build();
    }

    static NetworkSource imported() {
        double[] theta = new double[Math.toIntExact(GRAPH.parameters())];
        Arrays.setAll(theta, i -> Math.sin(1.3 * i + 0.4));
        return new NetworkSource.Imported(
                new GraphNetwork(GRAPH, RealVector.takingOver(theta)), "net.onnx", "00", List.of());
    }

    static NetworkSource architecture() {
        List<TensorLaw> laws = new ArrayList<>();
        for (int i = 0; i < GRAPH.tensors().size(); i++) {
            boolean weights = i % 2 == 0;
            double fanIn = i == 0 ? 4 : 6;
            laws.add(new TensorLaw(
                    weights ? StreamPurpose.WEIGHTS : StreamPurpose.BIASES, i / 2 + 1, 0, weights ? 2 / fanIn : 0.3));
        }
        return new NetworkSource.RandomLayers(new GraphFamily(GRAPH, laws), "mlp", 2, 0.3, List.of());
    }
}
