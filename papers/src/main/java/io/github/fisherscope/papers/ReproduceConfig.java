package io.github.fisherscope.papers;

import io.github.fisherscope.studies.config.Execution;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What is reproduced; every instance is valid.
 *
 * @param quick less than a minute per experiment
 * @param seed of everything random
 * @param execution on what it runs
 * @param folder where pictures, tables and verdicts go, in a folder per paper
 * @param again whether experiments that are finished there are run again
 */
public record ReproduceConfig(boolean quick, long seed, Execution execution, Path folder, boolean again) {
    public ReproduceConfig {
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(folder, "folder");
    }

    /** Returns the full version with seed 1 on all processors. */
    public static ReproduceConfig in(Path folder) {
        return new ReproduceConfig(false, 1, Execution.defaults(), folder, false);
    }

    public ReproduceConfig withQuick(boolean value) {
        return new ReproduceConfig(value, seed, execution, folder, again);
    }

    public ReproduceConfig withSeed(long value) {
        return new ReproduceConfig(quick, value, execution, folder, again);
    }

    public ReproduceConfig withExecution(Execution value) {
        return new ReproduceConfig(quick, seed, value, folder, again);
    }

    public ReproduceConfig withAgain(boolean value) {
        return new ReproduceConfig(quick, seed, execution, folder, value);
    }
}
