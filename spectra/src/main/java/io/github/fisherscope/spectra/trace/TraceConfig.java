package io.github.fisherscope.spectra.trace;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * Options of the trace and diagonal estimators.
 *
 * @param operatorCalls budget of products with the operator; each estimator says what it does with a remainder
 * @param distribution of the probes, where the method leaves a choice
 * @param seed of the probes
 */
public record TraceConfig(int operatorCalls, ProbeDistribution distribution, long seed) {
    public TraceConfig {
        Args.requireInRange("operatorCalls", operatorCalls, 1, Integer.MAX_VALUE);
        Objects.requireNonNull(distribution, "distribution");
    }

    /** Returns 60 products, Rademacher probes, seed 1. */
    public static TraceConfig defaults() {
        return new TraceConfig(60, ProbeDistribution.RADEMACHER, 1L);
    }

    public TraceConfig withOperatorCalls(int calls) {
        return new TraceConfig(calls, distribution, seed);
    }

    public TraceConfig withDistribution(ProbeDistribution kind) {
        return new TraceConfig(operatorCalls, kind, seed);
    }

    public TraceConfig withSeed(long value) {
        return new TraceConfig(operatorCalls, distribution, value);
    }
}
