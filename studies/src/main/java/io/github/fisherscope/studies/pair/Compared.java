package io.github.fisherscope.studies.pair;

import io.github.fisherscope.core.graph.Graph;
import io.github.fisherscope.core.graph.ParameterTensor;
import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.List;

/**
 * A network whose predictions are compared.
 *
 * @param file where it came from
 * @param activation its activations in words, or {@code layers of the file} where the layers say them
 * @param network what it computes
 */
public record Compared(String file, String activation, GraphNetwork network) {
    /** Returns a fully connected network. */
    public static Compared of(String file, NeuralNetwork network) {
        return new Compared(
                file,
                network.activationNames(),
                new GraphNetwork(FullyConnected.graph(network), RealVector.of(network.parameterVector())));
    }

    /** Returns a network of any layers. */
    public static Compared of(String file, GraphNetwork network) {
        return new Compared(file, "layers of the file", network);
    }

    int inputs() {
        return network.graph().input().size();
    }

    /** Returns the number of outputs of a sample, over all positions. */
    int outputs() {
        return network.graph().output().size();
    }

    /** Returns the number of outputs at each position, which the likelihood takes together. */
    int channels() {
        return network.graph().output().channels();
    }

    /** Returns whether shapes of tensors and layers are those of another network, whatever their names and constants. */
    boolean looksLike(Compared other) {
        Graph own = network.graph();
        Graph others = other.network.graph();
        return activation.equals(other.activation)
                && shapes(own).equals(shapes(others))
                && layers(own).equals(layers(others));
    }

    private static List<Shape> shapes(Graph graph) {
        return graph.tensors().stream().map(ParameterTensor::shape).toList();
    }

    private static List<String> layers(Graph graph) {
        return graph.nodes().stream()
                .map(n -> n.layer().getClass().getName() + n.inputs() + n.output())
                .toList();
    }
}
