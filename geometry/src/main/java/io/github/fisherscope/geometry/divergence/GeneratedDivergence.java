package io.github.fisherscope.geometry.divergence;

import io.github.fisherscope.core.check.Args;
import java.util.Optional;

/** The f-divergence of a user's generator. */
final class GeneratedDivergence extends FDivergence {
    /** Relative step of the central difference: the cube root of the spacing of doubles at 1. */
    private static final double STEP = 6e-6;

    /** Relative step of the second difference: the fourth root. */
    private static final double WIDE = 1.2e-4;

    private final Generator generator;

    GeneratedDivergence(Generator generator) {
        this.generator = generator;
    }

    @Override
    public String name() {
        return generator.name();
    }

    @Override
    public String formula() {
        return "Σ p f(q/p)";
    }

    @Override
    public Optional<LocalForm> local() {
        return Optional.of(LocalForm.ofGenerator(generator.second(), generator.third()));
    }

    @Override
    public double term(double p, double q) {
        if (p == q) {
            return 0;
        }
        if (p == 0) {
            return q * (generator.slopeAtInfinity() - generator.first());
        }
        if (q == 0) {
            return p * (generator.atZero() + generator.first());
        }
        return Math.max(0, p * standard(q / p));
    }

    @Override
    public double slope(double p, double q) {
        if (p == 0) {
            return generator.slopeAtInfinity() - generator.first();
        }
        double u = q / p;
        double h = STEP * u;
        return (standard(u + h) - standard(u - h)) / (2 * h);
    }

    @Override
    public double bend(double p, double q) {
        if (p == 0) {
            return 0;
        }
        double u = q / p;
        return (standard(u * (1 + WIDE)) - 2 * standard(u) + standard(u * (1 - WIDE))) / (u * WIDE * WIDE);
    }

    private double standard(double u) {
        double value = generator.f().applyAsDouble(u) - generator.first() * (u - 1);
        Args.requireThat(!Double.isNaN(value), "f(" + u + ")", value, "it must be a number");
        return value;
    }
}
