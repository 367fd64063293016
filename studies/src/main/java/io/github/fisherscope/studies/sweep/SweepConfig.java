package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.studies.config.Execution;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a sweep does; every instance is valid.
 *
 * @param grid its networks
 * @param execution backend, precision, threads to share between points, and memory for all of them together
 * @param folder where the results file lies
 * @param merge whether a results file of another grid is continued
 */
public record SweepConfig(SweepGrid grid, Execution execution, Path folder, boolean merge) {
    /** Name of the results file in the folder. */
    public static final String LOG = "sweep.jsonl";

    public SweepConfig {
        Objects.requireNonNull(grid, "grid");
        Objects.requireNonNull(execution, "execution");
        Objects.requireNonNull(folder, "folder");
    }

    /** Returns a sweep on all processors that refuses the results of another grid. */
    public static SweepConfig of(SweepGrid grid, Path folder) {
        return new SweepConfig(grid, Execution.defaults(), folder, false);
    }

    public SweepConfig withExecution(Execution value) {
        return new SweepConfig(grid, value, folder, merge);
    }

    public SweepConfig withMerge(boolean value) {
        return new SweepConfig(grid, execution, folder, value);
    }
}
