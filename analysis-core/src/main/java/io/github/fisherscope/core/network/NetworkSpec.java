package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.Args;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A family of random fully connected networks: {@code u^l = W^l h^{l-1} + b^l}, {@code h^l = φ(u^l)} for l &lt; L, linear
 * output {@code f = u^L}, with {@code W^l_ij ~ N(0, σ_w²/M_{l-1})} and {@code b^l_i ~ N(0, σ_b²)}. Without biases {@code
 * u^l = W^l h^{l-1}}: networks of the same function as those with σ_b² = 0, but with fewer parameters.
 *
 * @param widths {@code [M_0, M_1, …, M_{L-1}, C]}: inputs, hidden widths, outputs; at least two entries, each positive
 * @param activation φ, used in every hidden layer
 * @param weightVariance σ_w² ≥ 0
 * @param biasVariance σ_b² ≥ 0; 0 if there are no biases
 * @param biases whether every layer has a bias that is a parameter, or none has
 */
public record NetworkSpec(
        List<Integer> widths, Activation activation, double weightVariance, double biasVariance, boolean biases) {
    /** Most layers of {@link #uniform}: theory of so many takes some half a second. */
    public static final int DEEPEST = 20_000;

    private static final int MAX_WIDTH = 1 << 24;

    public NetworkSpec {
        widths = List.copyOf(widths);
        Args.requireThat(
                widths.size() >= 2,
                "widths",
                widths,
                "it needs at least the number of inputs and the number of outputs, as in 784,500,10");
        for (int l = 0; l < widths.size(); l++) {
            Args.requireInRange("widths[" + l + "]", widths.get(l), 1, MAX_WIDTH);
        }
        Objects.requireNonNull(activation, "activation");
        Args.requireNonNegative("weightVariance", weightVariance);
        Args.requireNonNegative("biasVariance", biasVariance);
        Args.require(
                biases || biasVariance == 0,
                "biasVariance is %s in a network without biases; it must be 0, as there is no bias that could vary",
                biasVariance);
    }

    /** Makes a family with biases in every layer. */
    public NetworkSpec(List<Integer> widths, Activation activation, double weightVariance, double biasVariance) {
        this(widths, activation, weightVariance, biasVariance, true);
    }

    /** Returns the specification with the given widths {@code M_0, …, C}. */
    public static NetworkSpec of(Activation activation, double weightVariance, double biasVariance, int... widths) {
        return new NetworkSpec(IntStream.of(widths).boxed().toList(), activation, weightVariance, biasVariance);
    }

    /**
     * Returns a network of uniform hidden width.
     *
     * @param depth L, the number of weight matrices, from 1 to {@link #DEEPEST}
     * @param width M, the width of each of the L − 1 hidden layers
     * @param inputs M_0
     * @param outputs C
     */
    public static NetworkSpec uniform(
            int depth,
            int width,
            int inputs,
            int outputs,
            Activation activation,
            double weightVariance,
            double biasVariance) {
        Args.requireInRange("depth", depth, 1, DEEPEST);
        int[] widths = new int[depth + 1];
        Arrays.fill(widths, width);
        widths[0] = inputs;
        widths[depth] = outputs;
        return of(activation, weightVariance, biasVariance, widths);
    }

    /** Returns L, the number of weight matrices. */
    public int depth() {
        return widths.size() - 1;
    }

    /** Returns M_l for l in [0, L]; M_L is the number of outputs. */
    public int width(int l) {
        return widths.get(l);
    }

    /** Returns M_0. */
    public int inputs() {
        return widths.get(0);
    }

    /** Returns C. */
    public int outputs() {
        return widths.get(depth());
    }

    /** Returns the layout of the parameter vector. */
    public ParameterLayout layout() {
        return ParameterLayout.of(widths, biases);
    }

    /**
     * Returns what a layer's bias adds to the squared norm of the layer's inputs, and to the inner product of its inputs at two
     * samples, in squares and products of gradients: 1, or 0 if there are no biases.
     */
    public int shift() {
        return biases ? 1 : 0;
    }

    /** Returns P, the number of weights and of the biases that there are. */
    public long parameters() {
        return layout().parameters();
    }

    /** Returns the family without biases, the bias variance being 0. */
    public NetworkSpec withoutBiases() {
        return new NetworkSpec(widths, activation, weightVariance, 0, false);
    }
}
