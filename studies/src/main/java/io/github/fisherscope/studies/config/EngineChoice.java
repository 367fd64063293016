package io.github.fisherscope.studies.config;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.engine.EngineConfig;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * On which engine samples are divided between processes.
 *
 * @param name of the engine, such as {@code spark}
 * @param master the address of its cluster, in its own words
 * @param partitions into how many parts samples are divided, or 0 for as many as keep each below {@link #PART_BYTES}; the
 *     bits of results depend on it
 * @param executorMemory bytes that one process may take
 * @param checkpoint folder in which answers are kept, so that a run that was cut off goes on from there; null for none
 */
public record EngineChoice(
        String name,
        String master,
        int partitions,
        long executorMemory,
        @Nullable Path checkpoint) {
    /** Bytes of a linearised part that the default number of parts aims at. */
    public static final long PART_BYTES = 256L << 20;

    private static final int LEAST = 8;

    public EngineChoice {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(master, "master");
        Args.requireInRange("partitions", partitions, 0, EngineConfig.MOST_PARTITIONS);
        Args.requireInRange("executorMemory", executorMemory, 1L << 20, Long.MAX_VALUE);
    }

    /** Returns whether the processes are threads of this one. */
    public boolean inThisProcess() {
        return master.equals("local") || master.startsWith("local[");
    }

    /**
     * Returns the number of parts: the one asked for, or one that follows from sizes alone and from no machine.
     *
     * @param samples T
     * @param perSample bytes of one linearised sample
     */
    public int partitionsFor(int samples, double perSample) {
        if (partitions > 0) {
            return Math.min(partitions, samples);
        }
        double wanted = Math.ceil(samples * perSample / PART_BYTES);
        return (int) Math.max(1, Math.min(samples, Math.max(LEAST, Math.min(EngineConfig.MOST_PARTITIONS, wanted))));
    }
}
