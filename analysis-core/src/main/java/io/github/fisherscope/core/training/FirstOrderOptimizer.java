package io.github.fisherscope.core.training;

/** An optimiser that asks for the gradient and nothing else. */
public interface FirstOrderOptimizer extends Optimizer {
    @Override
    GradientRun start(int parameters);

    /** A training by gradients alone. */
    interface GradientRun extends Run {
        /**
         * Moves the parameters by one step; P operations.
         *
         * @param theta the P parameters, overwritten
         * @param summedGradient the gradient summed over samples; that of the loss is {@code summedGradient/samples}
         * @param samples T
         */
        void step(double[] theta, double[] summedGradient, int samples);

        @Override
        default void step(double[] theta, TrainingPoint at) {
            step(theta, at.summedGradient(), at.samples());
        }
    }
}
