package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.TrainingPoint;

/**
 * The rate below which a method settles where the loss is quadratic: in closed form where λ_max decides, and for natural
 * gradients with a form B of the Fisher matrix as {@code 2/λ_max(B⁻¹F)}.
 */
final class StabilityLimit {
    private StabilityLimit() {}

    /**
     * Returns the limit at a point.
     *
     * @throws IllegalArgumentException if the method has none that is known there
     */
    static double of(Optimizer optimizer, TrainingPoint at, double largest) {
        if (!(largest > 0)) {
            throw InvalidArgumentException.of(
                    "learningRate",
                    "auto",
                    "the Fisher matrix is zero at the start, so that there is no limit to take a fraction of",
                    "give a number");
        }
        double closed = optimizer.stabilityLimit(largest);
        double limit = Double.isFinite(closed)
                ? closed
                : optimizer.start(at.summedGradient().length).stabilityLimit(at);
        if (Double.isFinite(limit) && remembersNothing(optimizer)) {
            return limit;
        }
        throw InvalidArgumentException.of(
                "learningRate",
                "auto",
                "the limit of this method depends on what it remembers, and it has not begun",
                "give a number");
    }

    /** The first inverse of the adaptive method is a guess, and so is its limit. */
    private static boolean remembersNothing(Optimizer optimizer) {
        return !(optimizer instanceof AdaptiveNaturalGradient);
    }
}
