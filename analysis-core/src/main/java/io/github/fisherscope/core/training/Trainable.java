package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.Objects;

/** A network as training sees it: a function of P numbers, whatever its layers. */
public interface Trainable {
    /** Returns P. */
    int parameters();

    /** Returns M_0. */
    int inputs();

    /** Returns C, the number of outputs at a position. */
    int outputs();

    /** Returns S, the number of positions of a sample's output, at each of which the loss applies. */
    default int positions() {
        return 1;
    }

    /** Returns the parameters that the network has now, as a copy. */
    double[] theta();

    /**
     * Linearises the network at other parameters. Cost: a forward pass.
     *
     * @param theta P numbers, copied
     */
    TrainingPoint at(double[] theta, Dataset data, Loss loss, Backend backend);

    /** Returns a chain of dense layers; parameters in the order of {@link NeuralNetwork#layout}. */
    static Trainable of(NeuralNetwork network) {
        return new TrainableChain(Objects.requireNonNull(network, "network"));
    }

    /** Returns a network of any layers; parameters in the order of its tensors. */
    static Trainable of(GraphNetwork network) {
        return new TrainableGraph(Objects.requireNonNull(network, "network"));
    }
}
