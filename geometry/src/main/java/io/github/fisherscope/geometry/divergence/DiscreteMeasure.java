package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.math.RealVector;

/**
 * Weights on finitely many states: a probability distribution, or a positive measure of any total mass.
 *
 * @param weights weight of each state; finite and not negative, at least one of them positive
 * @param probability whether the weights were given as a distribution and add up to 1
 */
public record DiscreteMeasure(RealVector weights, boolean probability) {
    /** How far the sum of what is given as a distribution may be from 1, as in files of float32 numbers. */
    public static final double MASS_TOLERANCE = 1e-6;

    /**
     * Returns a distribution. A sum within {@link #MASS_TOLERANCE} of 1 is taken for rounding, and the weights are divided
     * by it.
     *
     * @param name name of the argument, for errors
     * @throws InvalidArgumentException if a weight is negative or not finite, or if the sum is not 1
     */
    public static DiscreteMeasure distribution(String name, RealVector weights) {
        double mass = checkedMass(name, weights);
        if (!(Math.abs(mass - 1) <= MASS_TOLERANCE)) {
            throw InvalidArgumentException.of(
                    name,
                    "a measure with the sum " + mass,
                    "but must have the sum 1",
                    Remedy.of("divide the weights by their sum").by("normalize"));
        }
        return new DiscreteMeasure(scaled(weights, mass), true);
    }

    /** Returns the distribution in proportion to weights of any sum, such as counts or the pixels of an image. */
    public static DiscreteMeasure proportionalTo(String name, RealVector weights) {
        return new DiscreteMeasure(scaled(weights, checkedMass(name, weights)), true);
    }

    /** Returns a positive measure with its total mass as it is. */
    public static DiscreteMeasure positive(String name, RealVector weights) {
        checkedMass(name, weights);
        return new DiscreteMeasure(weights, false);
    }

    /** Returns the number of states. */
    public int size() {
        return weights.size();
    }

    /** Returns the weight of state {@code i}, counted from 0. */
    public double get(int i) {
        return weights.get(i);
    }

    /** Returns Σ p log(1/p) in nats; states without weight add nothing. */
    public double entropy() {
        return RealVector.takingOver(
                        weights.stream().map(p -> p > 0 ? -p * Math.log(p) : 0).toArray())
                .sum();
    }

    private static double checkedMass(String name, RealVector weights) {
        Args.requireThat(!weights.isEmpty(), name, "empty", "it must have at least one state");
        for (int i = 0; i < weights.size(); i++) {
            Args.requireNonNegative(name + "[" + i + "]", weights.get(i));
        }
        double mass = weights.sum();
        Args.requireThat(
                mass > 0 && mass < Double.POSITIVE_INFINITY,
                name,
                "a measure with the sum " + mass,
                "its sum must be a finite number greater than 0");
        return mass;
    }

    private static RealVector scaled(RealVector weights, double mass) {
        return mass == 1
                ? weights
                : RealVector.takingOver(weights.stream().map(w -> w / mass).toArray());
    }
}
