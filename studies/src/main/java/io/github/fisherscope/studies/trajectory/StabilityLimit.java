package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
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

    /** Requires that the loss has a curvature that a limit can be divided by. */
    static void requireFinite(double curvature) {
        if (!(curvature < Double.MAX_VALUE)) {
            throw InvalidArgumentException.of(
                    "learningRate",
                    "auto",
                    "the Hessian of the divergence leaves the range of doubles at the start, where outputs are far out",
                    Remedy.of("give a number, or smooth the labels more").by("labelSmoothing", "0.1"));
        }
    }

    /** The first inverse of the adaptive method is a guess, and so is its limit. */
    private static boolean remembersNothing(Optimizer optimizer) {
        return !(optimizer instanceof AdaptiveNaturalGradient);
    }
}
