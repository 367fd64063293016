package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.DenseLayer;
import io.github.fisherscope.core.network.NeuralNetwork;

/** Refuses networks that the Fisher matrix does not cover yet: without biases, or with layers of different activations. */
public final class UsualNetwork {
    private UsualNetwork() {}

    /** Returns the network if all layers have biases, hidden ones one activation, and outputs are linear. */
    public static NeuralNetwork require(NeuralNetwork network) {
        Args.require(
                network.layers().stream().allMatch(DenseLayer::hasBias)
                        && network.hiddenActivation().isPresent()
                        && network.linearOutput(),
                "%s has a layer without bias, different activations or outputs that are not linear; the Fisher matrix needs biases, one activation and linear outputs",
                network);
        return network;
    }
}
