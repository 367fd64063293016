package io.github.fisherscope.core.backend;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * How a backend is opened; every instance is valid.
 *
 * @param precision number format of matrices
 * @param threads how many threads share the work, at least 1; results do not depend on it
 */
public record BackendConfig(Precision precision, int threads) {
    public BackendConfig {
        Objects.requireNonNull(precision, "precision");
        Args.requireInRange("threads", threads, 1, 4096);
    }

    /** Returns float64 on all processors that the JVM sees. */
    public static BackendConfig defaults() {
        return new BackendConfig(Precision.DOUBLE, Runtime.getRuntime().availableProcessors());
    }

    public BackendConfig withPrecision(Precision newPrecision) {
        return new BackendConfig(newPrecision, threads);
    }

    public BackendConfig withThreads(int newThreads) {
        return new BackendConfig(precision, newThreads);
    }
}
