package io.github.fisherscope.core.training;

import io.github.fisherscope.core.math.RealVector;
import java.util.List;

/**
 * Where a {@link Training} stands: all that its next step depends on, besides network, data and settings.
 *
 * @param steps number of steps made
 * @param theta θ
 * @param learningRate η of the next step
 * @param memory what the optimiser remembers, in its order
 * @param losses the loss before the first step and after each
 */
public record TrainingState(
        int steps, RealVector theta, double learningRate, List<RealVector> memory, RealVector losses) {
    public TrainingState {
        memory = List.copyOf(memory);
    }
}
