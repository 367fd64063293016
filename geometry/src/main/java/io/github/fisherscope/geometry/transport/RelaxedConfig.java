package io.github.fisherscope.geometry.transport;

import io.github.fisherscope.core.check.Args;

/**
 * When to stop solving an entropy-relaxed transport problem, and with how many threads to compute. The result does not
 * depend on the threads.
 *
 * @param tolerance largest Σ|row sums − p| + Σ|column sums − q| of a converged plan
 * @param maxSweeps most sweeps of scaling, in all stages together
 * @param maxNewtonSteps most Newton steps
 * @param threads threads of the matrix operations; small problems use one
 */
public record RelaxedConfig(double tolerance, int maxSweeps, int maxNewtonSteps, int threads) {
    public RelaxedConfig {
        Args.requireInRange("tolerance", tolerance, 1e-15, 1);
        Args.requireInRange("maxSweeps", maxSweeps, 0, Integer.MAX_VALUE);
        Args.requireInRange("maxNewtonSteps", maxNewtonSteps, 0, Integer.MAX_VALUE);
        Args.requireInRange("threads", threads, 1, 1024);
    }

    /** Returns a tolerance of 1e-13, 20 000 sweeps, 100 Newton steps and all processors. */
    public static RelaxedConfig defaults() {
        return new RelaxedConfig(
                1e-13, 20_000, 100, Math.min(1024, Runtime.getRuntime().availableProcessors()));
    }

    public RelaxedConfig withTolerance(double value) {
        return new RelaxedConfig(value, maxSweeps, maxNewtonSteps, threads);
    }

    public RelaxedConfig withMaxSweeps(int value) {
        return new RelaxedConfig(tolerance, value, maxNewtonSteps, threads);
    }

    public RelaxedConfig withMaxNewtonSteps(int value) {
        return new RelaxedConfig(tolerance, maxSweeps, value, threads);
    }

    public RelaxedConfig withThreads(int value) {
        return new RelaxedConfig(tolerance, maxSweeps, maxNewtonSteps, value);
    }
}
