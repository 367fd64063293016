package io.github.fisherscope.studies.sweep;

import io.github.fisherscope.results.sweep.SweepGrid;
import java.util.List;

final class TestGrids {
    private TestGrids() {}

    /** Two widths of a small tanh network. */
    static SweepGrid tiny(List<Long> seeds) {
        return new SweepGrid(
                new SweepGrid.Shapes(List.of(2), List.of(10, 20), null, List.of(2), List.of(5)),
                new SweepGrid.Signals(List.of("tanh"), List.of(3.0), List.of(0.64)),
                seeds);
    }

    /** Enough points that a process can be killed between them. */
    static SweepGrid many() {
        return new SweepGrid(
                new SweepGrid.Shapes(List.of(3), List.of(20, 40, 80), null, List.of(1), List.of(60)),
                new SweepGrid.Signals(List.of("relu"), List.of(2.0), List.of(0.1)),
                java.util.stream.LongStream.rangeClosed(1, 40).boxed().toList());
    }
}
