package io.github.fisherscope.core.engine;

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
 */
public record EngineConfig(String master, int partitions, String backend, Precision precision) {
    /** The largest number of partitions. */
    public static final int MOST_PARTITIONS = 100_000;

    public EngineConfig {
        Objects.requireNonNull(master, "master");
        Args.requireInRange("partitions", partitions, 1, MOST_PARTITIONS);
        Objects.requireNonNull(backend, "backend");
        Objects.requireNonNull(precision, "precision");
    }
}
