package io.github.fisherscope.results.sweep;

import java.util.List;
import java.util.Objects;

/**
 * A finished sweep.
 *
 * @param grid what was asked for
 * @param records every point, in the order of the grid
 * @param trends one per statistic and kind of network, those that could not be fitted included
 * @param backend on which the last run measured; empty when nothing was left to measure
 * @param notes what the reader must know about the results file
 */
public record SweepResult(
        SweepGrid grid, List<SweepRecord> records, List<Trend> trends, String backend, List<String> notes) {
    public SweepResult {
        Objects.requireNonNull(grid, "grid");
        records = List.copyOf(records);
        trends = List.copyOf(trends);
        notes = List.copyOf(notes);
    }
}
