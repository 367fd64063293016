package io.github.fisherscope.generative.inference;

/** The two halves of a step of repeated inference, x → z and z → x, on rows of numbers. */
public interface InferenceStep {
    /** Returns D. */
    int pixels();

    /** Returns K. */
    int latents();

    /**
     * Returns the latent states of data.
     *
     * @param x rows of D numbers
     * @param rows how many
     * @param step number of the step, which names the random numbers of those that draw any
     */
    double[] latent(double[] x, int rows, int step);

    /** Returns the data of latent states, as rows of D numbers. */
    double[] data(double[] z, int rows, int step);
}
