package io.github.fisherscope.core.training;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
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

    /** Returns C. */
    int outputs();

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

    /**
     * Returns a network of any layers; parameters in the order of its tensors.
     *
     * @throws IllegalArgumentException if it has outputs at several positions, whose labels a {@link Loss} does not know
     */
    static Trainable of(GraphNetwork network) {
        int positions = network.graph().output().positions();
        Args.requireThat(
                positions == 1,
                "network",
                "a network with outputs at " + positions + " positions of each sample",
                "but training takes one output vector for each sample",
                "pool the positions in the network, or measure it as it is, without training");
        return new TrainableGraph(network);
    }
}
