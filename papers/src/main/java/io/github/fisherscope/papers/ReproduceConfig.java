package io.github.fisherscope.papers;

import io.github.fisherscope.studies.config.Execution;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is reproduced; every instance is valid.
 *
 * @param quick less than a minute per experiment
 * @param seed of everything random
 * @param execution on what it runs
 * @param folder where pictures, tables and verdicts go, in a folder per paper
 * @param again whether experiments that are finished there are run again
 * @param data a file of data for experiments that take one, or null for their own
 */
public record ReproduceConfig(
        boolean quick,
        long seed,
        Execution execution,
        Path folder,
        boolean again,
        @Nullable Path data) {
    public ReproduceConfig {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(folder, "folder");
    }

    /** Makes a configuration with the experiments' own data. */
    public ReproduceConfig(boolean quick, long seed, Execution execution, Path folder, boolean again) {
        this(quick, seed, execution, folder, again, null);
    }

    /** Returns the full version with seed 1 on all processors. */
    public static ReproduceConfig in(Path folder) {
        return new ReproduceConfig(false, 1, Execution.defaults(), folder, false, null);
    }

    public ReproduceConfig withQuick(boolean value) {
        return new ReproduceConfig(value, seed, execution, folder, again, data);
    }

    public ReproduceConfig withSeed(long value) {
        return new ReproduceConfig(quick, value, execution, folder, again, data);
    }

    public ReproduceConfig withExecution(Execution value) {
        return new ReproduceConfig(quick, seed, value, folder, again, data);
    }

    public ReproduceConfig withAgain(boolean value) {
        return new ReproduceConfig(quick, seed, execution, folder, value, data);
    }

    /** Takes data from a file where an experiment can. */
    public ReproduceConfig withData(Path value) {
        return new ReproduceConfig(quick, seed, execution, folder, again, value);
    }
}
