package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Checkpoint;
import io.github.fisherscope.results.trajectory.TrackResult.Segments;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A series of networks as a table. */
public final class TrackReport {
    private final TrackResult result;

    private TrackReport(TrackResult result) {
        this.result = result;
    }

    public static TrackReport of(TrackResult result) {
        return new TrackReport(result);
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        return String.format(
                                Locale.ROOT,
                                "%d networks of %s parameters at %d samples (%s), %s likelihood%n%n",
                                result.records().size(),
                                Numbers.count(result.parameters()),
                                result.data().samples(),
                                result.data().source(),
                                result.likelihood())
                        .replace("\r\n", "\n")
                + table().terminal();
    }

    private static @Nullable Double segments(Checkpoint c) {
        Segments segments = c.segments();
        return segments == null ? null : (Double) segments.length();
    }

    /** Returns a row for each network. */
    public TextTable table() {
        List<List<String>> rows = new ArrayList<>();
        for (Checkpoint c : result.records()) {
            KernelNow kernel = c.kernel();
            rows.add(List.of(
                    c.file(),
                    Numbers.shortly(c.loss()),
                    Numbers.shortly(c.spectrum().largest()),
                    Numbers.shortly(c.bound()),
                    Numbers.shortly(c.spectrum().effectiveDimension()),
                    Numbers.shortly(kernel == null ? null : kernel.drift()),
                    Numbers.shortly(c.path().length()),
                    Numbers.shortly(segments(c)),
                    Numbers.shortly(c.path().straightness())));
        }
        return TextTable.of(
                List.of(
                        "network",
                        "loss",
                        "λ_max",
                        "2/λ_max",
                        "eff. dim.",
                        "kernel drift",
                        "length",
                        "along θ",
                        "straightness"),
                rows);
    }
}
