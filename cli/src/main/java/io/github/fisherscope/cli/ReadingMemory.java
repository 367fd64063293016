package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.core.network.arrays.NetworkSizes;
import io.github.fisherscope.formats.NetworkImport;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.plan.MemoryPlan;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The memory that commands which read files of networks may take. */
final class ReadingMemory {
    /** Bytes of a file of another program and of the numbers made of it, which may be wider. */
    private static final int TIMES_LENGTH = 4;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory that reading may take, as 512m or 4g (default: 60 %% of the machine's). Larger files"
                    + " are refused before they are read.")
    private @Nullable String memory;

    /** Refuses files that would not fit, by their headers and lengths. */
    void require(long bytesOfData, Path... networks) {
        long bytes = bytesOfData;
        for (Path file : networks) {
            bytes += bytes(file);
        }
        long limit = memory == null ? Execution.defaults().memoryLimit() : MachineOptions.parseSize("--memory", memory);
        MemoryPlan.requireReading(bytes, limit);
    }

    /** Returns the bytes that live while a network is read. */
    static long bytes(Path network) {
        return NetworkImport.knows(network)
                ? TIMES_LENGTH * RegularFile.length(network)
                : NetworkSizes.of(network).bytes();
    }
}
