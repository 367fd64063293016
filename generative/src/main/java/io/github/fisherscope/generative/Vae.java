package io.github.fisherscope.generative;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * A variational autoencoder (Kingma and Welling, arXiv:1312.6114) of two chains of dense layers. The encoder's 2K outputs are
 * the means and then the log variances of the posterior {@code q(z | x) = N(μ, diag eˢ)}; the decoder's outputs are the natural
 * parameters of p(x | z); the prior is N(0, I). Immutable.
 *
 * @param encoder D inputs, 2K outputs: μ_1 … μ_K, s_1 … s_K
 * @param decoder K inputs, D outputs
 * @param emission p(x | o)
 */
public record Vae(NeuralNetwork encoder, NeuralNetwork decoder, Emission emission) {
    /**
     * Checks the widths.
     *
     * @throws IllegalArgumentException if the two networks do not fit each other
     */
    public Vae {
        Objects.requireNonNull(emission, "emission");
        Args.requireSame(
                "the number of outputs of the encoder",
                encoder.outputs(),
                2L * decoder.inputs(),
                "it gives a mean and a log variance for each input of the decoder");
        Args.requireSame(
                "the number of outputs of the decoder",
                decoder.outputs(),
                encoder.inputs(),
                "it draws what the encoder reads");
    }

    /**
     * Draws a model at random, with the hidden layers of the encoder in reverse order in the decoder. Weights are N(0, 1/fan-in),
     * or N(0, 2/fan-in) for ReLU; biases are 0.
     *
     * @param widths D, the hidden widths, K
     * @param seed of the weights
     */
    public static Vae random(List<Integer> widths, Activation activation, Emission emission, long seed) {
        Args.requireThat(
                widths.size() >= 2,
                "widths",
                widths,
                "it needs at least the number of pixels and the number of latents, as in 784,400,20");
        double variance = activation instanceof Activation.Relu ? 2 : 1;
        List<Integer> down = new ArrayList<>(widths);
        int last = widths.size() - 1;
        down.set(last, Math.multiplyExact(2, widths.get(last)));
        List<Integer> up = new ArrayList<>(widths);
        Collections.reverse(up);
        return new Vae(
                RandomNetworkGenerator.of(new NetworkSpec(down, activation, variance, 0), seed)
                        .network(0),
                RandomNetworkGenerator.of(new NetworkSpec(up, activation, variance, 0), seed)
                        .network(1),
                emission);
    }

    /** Returns D, the number of pixels. */
    public int pixels() {
        return encoder.inputs();
    }

    /** Returns K, the number of latents. */
    public int latents() {
        return decoder.inputs();
    }

    /** Returns the number of parameters, those of the encoder first. */
    public int parameters() {
        return Math.toIntExact(encoder.parameters() + decoder.parameters());
    }

    /** Returns a copy of all parameters: those of the encoder, then those of the decoder. */
    public double[] parameterVector() {
        double[] theta = new double[parameters()];
        int first = Math.toIntExact(encoder.parameters());
        System.arraycopy(encoder.parameterVector(), 0, theta, 0, first);
        System.arraycopy(decoder.parameterVector(), 0, theta, first, theta.length - first);
        return theta;
    }

    /** Returns the same model with other parameters. */
    public Vae withParameterVector(double[] theta) {
        Args.requireSame("the length of theta", theta.length, parameters(), "it must have one entry per parameter");
        int first = Math.toIntExact(encoder.parameters());
        double[] up = new double[theta.length - first];
        double[] down = new double[first];
        System.arraycopy(theta, 0, down, 0, first);
        System.arraycopy(theta, first, up, 0, up.length);
        return new Vae(encoder.withParameterVector(down), decoder.withParameterVector(up), emission);
    }

    /** Returns the parameters of the encoder, which stand first. */
    int encoderParameters() {
        return Math.toIntExact(encoder.parameters());
    }

    /**
     * Requires data that the model can read.
     *
     * @throws IllegalArgumentException naming the number that cannot be
     */
    public void requireFits(Dataset data) {
        Args.requireSame(
                "the number of inputs of the data (" + data.source().description() + ")",
                data.inputs(),
                pixels(),
                "give the model that many pixels");
        for (int t = 0; t < data.samples(); t++) {
            for (int i = 0; i < data.inputs(); i++) {
                if (!emission.accepts(data.get(t, i))) {
                    throw refused(data.get(t, i), t, i);
                }
            }
        }
    }

    private IllegalArgumentException refused(double value, int t, int i) {
        return InvalidArgumentException.of(
                "data",
                value,
                "input %s of sample %s (both from 0) of a %s decoder must be %s"
                        .formatted(i, t, emission.id(), emission.range()),
                "scale the data, or choose a gaussian decoder");
    }
}
