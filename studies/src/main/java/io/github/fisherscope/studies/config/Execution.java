package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.Args;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On what a study runs; results depend on the backend and its precision, never on threads.
 *
 * @param backend name of the backend, or {@link Backends#AUTO}
 * @param config precision and threads
 * @param memoryLimit bytes that the whole process may take
 * @param engine what divides samples between processes, or null for this process alone
 */
public record Execution(
        String backend,
        BackendConfig config,
        long memoryLimit,
        @Nullable EngineChoice engine) {
    private static final double DEFAULT_SHARE = 0.6;

    public Execution {
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(config, "config");
        Args.requireInRange("memoryLimit", memoryLimit, 1L << 20, Long.MAX_VALUE);
    }

    /** Returns the best backend in float64 on all processors, and 60 % of the machine's memory. */
    public static Execution defaults() {
        return new Execution(
                Backends.AUTO, BackendConfig.defaults(), (long) (DEFAULT_SHARE * Machine.physicalMemory()), null);
    }

    public Execution withBackend(String name) {
        return new Execution(name, config, memoryLimit, engine);
    }

    public Execution withConfig(BackendConfig newConfig) {
        return new Execution(backend, newConfig, memoryLimit, engine);
    }

    public Execution withMemoryLimit(long bytes) {
        return new Execution(backend, config, bytes, engine);
    }

    public Execution withEngine(@Nullable EngineChoice value) {
        return new Execution(backend, config, memoryLimit, value);
    }
}
