package io.github.fisherscope.core.network;

import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.util.ArrayList;
import java.util.List;

/** Random networks of any kind, from a word: {@code tanh}, {@code tanh/none}, {@code tanh|gelu|softplus/101}. */
public final class NetworkKinds {
    /** Layers of different activations, outputs that are not linear, and biases in some layers only. */
    public static final String MIXED = "mixed";

    private static final List<String> CYCLE = List.of("tanh", "leaky-relu:0.3", "gelu");

    private NetworkKinds() {}

    /**
     * Returns a network.
     *
     * @param kind activations, one for all hidden layers or {@code |}-separated one for each layer, the last one included;
     *     then possibly a slash and {@code none} or a digit for each layer, 1 for a bias; or {@link #MIXED}
     */
    public static NeuralNetwork network(String kind, List<Integer> widths, long seed) {
        int depth = widths.size() - 1;
        if (kind.equals(MIXED)) {
            return network(mixed(depth), widths, seed);
        }
        String[] parts = kind.split("/", 2);
        String[] activations = parts[0].split("\\|");
        NetworkSpec spec = new NetworkSpec(widths, Activation.parse(activations[0]), 1.5, 0.3);
        NeuralNetwork usual = RandomNetworkGenerator.of(spec, seed).network(0);
        List<DenseLayer> layers = new ArrayList<>();
        for (int l = 1; l <= depth; l++) {
            DenseLayer layer = usual.layer(l);
            boolean bias = parts.length == 1 || (!parts[1].equals("none") && parts[1].charAt(l - 1) == '1');
            Activation activation = activations.length == 1 ? layer.activation() : Activation.parse(activations[l - 1]);
            layers.add(layer.with(layer.weights(), bias ? layer.bias() : null).withActivation(activation));
        }
        return NeuralNetwork.of(layers);
    }

    private static String mixed(int depth) {
        StringBuilder activations = new StringBuilder();
        StringBuilder biases = new StringBuilder();
        for (int l = 1; l < depth; l++) {
            activations.append(CYCLE.get((l - 1) % CYCLE.size())).append('|');
            biases.append(l % 2);
        }
        return activations + "softplus/" + biases + depth % 2;
    }
}
