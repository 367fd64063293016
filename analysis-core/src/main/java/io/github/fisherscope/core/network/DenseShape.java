package io.github.fisherscope.core.network;

import io.github.fisherscope.core.check.Args;

/**
 * The shape of a dense layer {@code u = W h + b}: what it holds, without numbers. Whoever counts or places the parameters of
 * a layer asks here, so that a layer with a bias and one without differ in this record alone.
 *
 * <p>With a bias the layer acts on the extended inputs {@code ĥ = (h, 1)}, without one on {@code ĥ = h}; {@link
 * #extendedInputs} is the length of ĥ, the number of parameters that feed each output.
 *
 * @param inputs fan-in, at least 1
 * @param outputs fan-out, at least 1
 * @param bias whether b is a parameter; a layer without one has no shift at all
 */
public record DenseShape(int inputs, int outputs, boolean bias) {
    public DenseShape {
        Args.requireInRange("inputs", inputs, 1, Integer.MAX_VALUE);
        Args.requireInRange("outputs", outputs, 1, Integer.MAX_VALUE);
    }

    /** Returns the number of weights. */
    public long weights() {
        return (long) inputs * outputs;
    }

    /** Returns the number of biases: one for each output, or 0. */
    public int biases() {
        return bias ? outputs : 0;
    }

    /** Returns the number of parameters. */
    public long parameters() {
        return weights() + biases();
    }

    /** Returns the number of parameters that feed one output: the fan-in, and 1 more for a bias. */
    public int extendedInputs() {
        return bias ? inputs + 1 : inputs;
    }

    /** Returns what a bias adds to every entry of the inputs' Gram matrix and to squared norms of inputs: 1, or 0. */
    public int shift() {
        return bias ? 1 : 0;
    }
}
