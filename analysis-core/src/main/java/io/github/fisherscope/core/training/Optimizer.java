package io.github.fisherscope.core.training;

import java.util.List;
import java.util.Optional;

/**
 * How parameters move. An optimiser is a value; what it remembers from step to step is in the {@link Run} that it starts, so
 * that one optimiser may train many networks at once.
 */
public interface Optimizer {
    /** Returns the name with its settings, for reports. */
    String id();

    /** Returns η, the factor of every step. */
    double learningRate();

    /** Returns the same method with another η. */
    Optimizer withLearningRate(double rate);

    /**
     * Returns the rate below which the method settles in a minimum where the loss is quadratic with F as its Hessian, or NaN
     * where that depends on more than λ_max.
     *
     * @param largest λ_max &gt; 0 of the Fisher matrix
     */
    double stabilityLimit(double largest);

    /**
     * Begins a training with nothing remembered.
     *
     * @param parameters P
     * @throws IllegalArgumentException if the method cannot train that many, with one that can
     */
    Run start(int parameters);

    /** One training of one network. Not safe for use by several threads. */
    interface Run {
        /**
         * Moves the parameters by one step. Deterministic.
         *
         * @param theta the P parameters, overwritten
         * @param at the network at these parameters
         */
        void step(double[] theta, TrainingPoint at);

        /**
         * Returns the rate below which the method would settle from here where the loss is quadratic, with what it remembers
         * held fixed, or NaN where nothing is known. Asked where {@link Optimizer#stabilityLimit} does not know.
         */
        default double stabilityLimit(TrainingPoint at) {
            return Double.NaN;
        }

        /**
         * Returns all that is remembered between steps, the live arrays in an order that never changes: written somewhere and
         * read back into the arrays of a new run, the training goes on as if it had not stopped.
         */
        default List<double[]> memory() {
            return List.of();
        }

        /** Returns why another step would make no sense, if so. */
        default Optional<TrainingEnd> trouble() {
            return Optional.empty();
        }
    }
}
