package io.github.fisherscope.cli;

import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.Engines;
import io.github.fisherscope.studies.config.EngineChoice;
import io.github.fisherscope.studies.config.Execution;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Between which processes samples are divided. */
final class EngineOptions {
    private static final String THIS_PROCESS = "local";
    /** Comes with the program, but needs to be built in. */
    private static final String SPARK = "spark";

    private static final String DEFAULT_MASTER = "local[*]";

    @Option(
            names = "--engine",
            paramLabel = "local|spark",
            description = "Where samples are worked on: in this process (default), or divided between the executors of"
                    + " Apache Spark, which needs FISHER_PROFILES=spark.")
    private @Nullable String engine;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The cluster of --engine spark: local[*], local[2], spark://HOST:7077, yarn, k8s://HOST"
                    + " (default local[*]).")
    private @Nullable String master;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            description =
                    "The number of parts into which --engine spark divides the samples (default: from their number and size,"
                            + " never from the machines). Another number changes results by rounding.")
    private @Nullable Integer partitions;

    @Option(
            names = "--executor-memory",
            paramLabel = "SIZE",
            description = "Memory that one executor may take, on its Java heap and outside it (default 2g).")
    private @Nullable String executorMemory;

    @Option(
            names = "--checkpoint",
            paramLabel = "FOLDER",
            description =
                    "Keep every answer of --engine spark in FOLDER; the same command goes on from there after it was"
                            + " cut off, with the same numbers.")
    private @Nullable Path checkpoint;

    /** Returns what a command computes on, with the engine asked for. */
    Execution on(Execution execution) {
        if (engine == null || engine.equals(THIS_PROCESS)) {
            refuseWithoutEngine("--master", master);
            refuseWithoutEngine("--partitions", partitions);
            refuseWithoutEngine("--executor-memory", executorMemory);
            refuseWithoutEngine("--checkpoint", checkpoint);
            return execution;
        }
        if (!engine.equals(SPARK) && !Engines.onClassPath().names().contains(engine)) {
            throw new IllegalArgumentException("--engine %s is unknown; choose %s or %s"
                    .formatted(engine.isBlank() ? "'" + engine + "'" : engine, THIS_PROCESS, SPARK));
        }
        if (partitions != null && (partitions < 1 || partitions > EngineConfig.MOST_PARTITIONS)) {
            throw new IllegalArgumentException("--partitions %s is out of range; it must lie between 1 and %s"
                    .formatted(partitions, EngineConfig.MOST_PARTITIONS));
        }
        return execution.withEngine(new EngineChoice(
                engine,
                master == null ? DEFAULT_MASTER : master,
                partitions == null ? 0 : partitions,
                executorMemory == null
                        ? EngineConfig.DEFAULT_MEMORY
                        : MachineOptions.parseSize("--executor-memory", executorMemory),
                checkpoint));
    }

    private static void refuseWithoutEngine(String option, @Nullable Object value) {
        if (value != null) {
            throw new IllegalArgumentException(
                    "%s %s is for --engine spark; give that too, or leave it out".formatted(option, value));
        }
    }
}
