package io.github.fisherscope.core.random;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import java.util.List;
import java.util.Objects;

/**
 * A family of random networks of any layers: a graph, and for each of its parameter tensors how the entries are drawn. Immutable.
 *
 * @param graph the layers
 * @param laws one for each of {@link Graph#tensors}
 */
public record GraphFamily(Graph graph, List<TensorLaw> laws) {
    public GraphFamily {
        Objects.requireNonNull(graph, "graph");
        laws = List.copyOf(laws);
        Args.requireSame(
                "the number of laws",
                laws.size(),
                graph.tensors().size(),
                "each parameter tensor of the graph has one");
    }

    /**
     * Returns network number {@code index} of a seed, which is always the same, whichever others are drawn and on however
     * many threads. Cost: P normal deviates; memory 8 P bytes.
     *
     * @param index counted from 0
     */
    public GraphNetwork network(long seed, long index) {
        RandomStreams streams = RandomStreams.of(seed);
        double[] theta = new double[Math.toIntExact(graph.parameters())];
        for (int i = 0; i < laws.size(); i++) {
            ParameterTensor tensor = graph.tensors().get(i);
            TensorLaw law = laws.get(i);
            double[] values = new double[tensor.shape().size()];
            streams.fillNormal(law.purpose(), index, law.stream(), Math.sqrt(law.variance()), values);
            int offset = Math.toIntExact(tensor.offset());
            for (int j = 0; j < values.length; j++) {
                theta[offset + j] = law.mean() + values[j];
            }
        }
        return new GraphNetwork(graph, RealVector.takingOver(theta));
    }
}
