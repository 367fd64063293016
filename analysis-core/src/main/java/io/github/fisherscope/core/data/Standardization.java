package io.github.fisherscope.core.data;

/** How inputs are shifted and scaled. Means and variances are those of the samples kept, with 1/T, not 1/(T − 1). */
public enum Standardization {
    /** Inputs stay as they are. */
    NONE,
    /**
     * Every input has mean 0 and variance 1 over the samples; a constant input becomes 0. This is what
     * {@code --standardize} means: mean-field theory takes inputs as independent with mean 0 and variance 1, and only
     * this choice gives each input those two moments.
     */
    PER_INPUT,
    /**
     * One mean and one variance over all inputs of all samples; keeps the relative brightness of pixels, so that a
     * constant input stays constant but rarely 0. If every number is the same, all become 0.
     */
    GLOBAL
}
