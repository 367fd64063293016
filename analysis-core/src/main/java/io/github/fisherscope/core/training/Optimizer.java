package io.github.fisherscope.core.training;

/**
 * How parameters move along gradients. An optimiser is a value; what it remembers from step to step is in the
 * {@link Run} that it starts, so that one optimiser may train many networks at once.
 */
public interface Optimizer {
    /** Returns the name with its settings, for reports. */
    String id();

    /**
     * Begins a training with nothing remembered.
     *
     * @param parameters P
     */
    Run start(int parameters);

    /** One training of one network. Not safe for use by several threads. */
    interface Run {
        /**
         * Moves the parameters by one step. Deterministic; P operations.
         *
         * @param theta the P parameters, overwritten
         * @param summedGradient the gradient summed over samples; that of the loss is {@code summedGradient/samples}
         * @param samples T
         */
        void step(double[] theta, double[] summedGradient, int samples);
    }
}
