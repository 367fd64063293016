package io.github.fisherscope.core.layer;

/**
 * The sizes of a sum of outer products {@code Σ_s δ_s ⊗ x_s}, the gradient of weights that are used at several positions.
 * Weights stand in θ group by group, fan-out × fan-in each, and all biases behind them.
 *
 * @param groups how many sets of weights stand beside each other, each with inputs and outputs of its own
 * @param fanIn a, numbers of an input at one position and of one group
 * @param fanOut b, numbers of an output at one position and of one group
 * @param positions S, positions of one part
 * @param parts into how many pieces the positions of a sample fall that lie apart, as images of a stack do
 * @param channelsFirst whether a piece is a matrix with a row for each channel, or else one for each position
 * @param bias whether each output has a bias
 */
public record OuterForm(
        int groups, int fanIn, int fanOut, int positions, int parts, boolean channelsFirst, boolean bias) {
    /** Returns the number of outputs at one position, of all groups. */
    public int outputs() {
        return groups * fanOut;
    }

    /** Returns the number of weights. */
    public int weights() {
        return outputs() * fanIn;
    }

    /** Returns the flops of the inputs times the weights of one sample, at all positions. */
    public double flops() {
        return 2.0 * positions * parts * outputs() * fanIn;
    }

    /**
     * Returns the flops of the inner products of rows with each other, in the cheapest way.
     *
     * @param samples T
     * @param rows n
     */
    public double gramFlops(double samples, double rows) {
        return OuterPlan.of(this, rows, samples, rows, samples, true).flops();
    }

    /** Returns the same weights without biases. */
    OuterForm withoutBias() {
        return new OuterForm(groups, fanIn, fanOut, positions, parts, channelsFirst, false);
    }

    /** Returns the number of weights and biases. */
    public int parameters() {
        return weights() + (bias ? outputs() : 0);
    }
}
