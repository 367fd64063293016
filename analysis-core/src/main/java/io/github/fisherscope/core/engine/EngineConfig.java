package io.github.fisherscope.core.engine;

import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.check.Args;
import java.util.Objects;

/**
 * How an engine is opened.
 *
 * @param master the address of the cluster, in the engine's own words
 * @param partitions into how many parts the samples are divided; the bits of every result depend on it
 * @param backend the name of the backend that multiplies where the parts lie
 * @param precision number format of its matrices
 * @param executorMemory bytes that one process may take, on the Java heap and outside it
 */
public record EngineConfig(String master, int partitions, String backend, Precision precision, long executorMemory) {
    /** The memory of a process unless another is asked for. */
    public static final long DEFAULT_MEMORY = 2L << 30;

    /** The share of a process's memory that linearised samples may take between products. */
    public static final double CACHE_SHARE = 0.35;

    /** The largest number of partitions. */
    public static final int MOST_PARTITIONS = 100_000;

    /** Returns float64 on the best backend of each process, which has 2 GiB. */
    public static EngineConfig of(String master, int partitions) {
        return new EngineConfig(master, partitions, Backends.AUTO, Precision.DOUBLE, DEFAULT_MEMORY);
    }

    /** Returns the bytes that linearised samples may take between products in one process. */
    public long cacheBytes() {
        return (long) (CACHE_SHARE * executorMemory);
    }

    public EngineConfig {
        Objects.requireNonNull(master, "master");
        Args.requireInRange("partitions", partitions, 1, MOST_PARTITIONS);
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(precision, "precision");
        Args.requireInRange("executorMemory", executorMemory, 1L << 20, Long.MAX_VALUE);
    }
}
