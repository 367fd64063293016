package io.github.fisherscope.spectra.density;

import io.github.fisherscope.core.check.Args;

/**
 * Options of stochastic Lanczos quadrature.
 *
 * @param probes N, number of independent random start vectors; error bars need at least 2 and are good from about 10
 * @param steps m, Lanczos steps per probe; memory m·n doubles for each probe in step
 * @param seed of the probes
 */
public record QuadratureConfig(int probes, int steps, long seed) {
    /** Numbers that the vectors of probes in step may take together: a gibibyte. */
    private static final long MOST_NUMBERS = 1L << 27;

    public QuadratureConfig {
        Args.requireInRange("probes", probes, 1, 1_000_000);
        Args.requireInRange("steps", steps, 1, 100_000);
    }

    /** Returns 12 probes of 80 steps, seed 1. */
    public static QuadratureConfig defaults() {
        return new QuadratureConfig(12, 80, 1L);
    }

    public QuadratureConfig withProbes(int n) {
        return new QuadratureConfig(n, steps, seed);
    }

    public QuadratureConfig withSteps(int m) {
        return new QuadratureConfig(probes, m, seed);
    }

    public QuadratureConfig withSeed(long value) {
        return new QuadratureConfig(probes, steps, value);
    }

    /**
     * Returns how many probes advance in step, so that an operator of order {@code n} serves them with one pass: as many as
     * have room for their vectors in a gibibyte, and at least one.
     */
    public int probesInStep(long n) {
        double each = (double) Math.min(steps, n) * n;
        return (int) Math.max(1, Math.min(probes, MOST_NUMBERS / each));
    }
}
