package io.github.fisherscope.spectra.subspace;

import io.github.fisherscope.core.check.Args;

/**
 * Options of randomised subspace iteration.
 *
 * @param top K, wanted eigenvalues; an operator of smaller dimension gives all it has
 * @param oversampling p, extra directions
 * @param iterations q ≥ 0, products with the whole block after the first
 * @param errorProbes r ≥ 1, extra products for the error estimate, which fails with probability at most 10⁻ʳ
 * @param seed of the random block
 */
public record SubspaceConfig(int top, int oversampling, int iterations, int errorProbes, long seed) {
    public SubspaceConfig {
        Args.requireInRange("top", top, 1, 100_000);
        Args.requireInRange("oversampling", oversampling, 0, 100_000);
        Args.requireInRange("iterations", iterations, 0, 10_000);
        Args.requireInRange("errorProbes", errorProbes, 1, 300);
    }

    /** Returns oversampling 10, 4 iterations (both after Halko, Martinsson and Tropp), 6 error probes, seed 1. */
    public static SubspaceConfig defaults(int top) {
        return new SubspaceConfig(top, 10, 4, 6, 1L);
    }

    public SubspaceConfig withIterations(int q) {
        return new SubspaceConfig(top, oversampling, q, errorProbes, seed);
    }

    public SubspaceConfig withSeed(long value) {
        return new SubspaceConfig(top, oversampling, iterations, errorProbes, value);
    }
}
