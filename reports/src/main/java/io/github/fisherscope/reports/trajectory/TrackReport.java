package io.github.fisherscope.reports.trajectory;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figure.Axis;
import io.github.fisherscope.reports.chart.Figure.Mark;
import io.github.fisherscope.reports.chart.Figure.Series;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.reports.trajectory.WatchFigures.Watched;
import io.github.fisherscope.results.text.Numbers;
import io.github.fisherscope.results.trajectory.TrackResult;
import io.github.fisherscope.results.trajectory.TrackResult.Checkpoint;
import io.github.fisherscope.results.trajectory.TrackResult.Segments;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A series of networks as text, tables, pictures and files. */
public final class TrackReport {
    private static final String RESULT = "track.json";
    private static final String NOTE =
            "2/λ_max: the limit of gradient descent where the loss is quadratic. Length: the way so far in the space of"
                    + " predictions, in the Fisher-Rao metric, a chord for each pair of neighbours; straightness: length over"
                    + " distance. Along θ: the metric integrated along straight segments of parameters.";

    private final TrackResult result;

    private TrackReport(TrackResult result) {
        this.result = result;
    }

    public static TrackReport of(TrackResult result) {
        return new TrackReport(result);
    }

    /** Returns the name of every file that {@link #write} may write. */
    public static List<String> files() {
        List<String> names = new ArrayList<>(List.of("track.csv", "index.html"));
        names.addAll(FigureFiles.names(List.of("loss", "eigenvalues", "path", "kernel")));
        names.add(RESULT);
        return names;
    }

    private String setting() {
        int count = result.records().size();
        return String.format(
                Locale.ROOT,
                "%d network%s of %s parameters at %d samples (%s), %s likelihood",
                count,
                count == 1 ? "" : "s",
                Numbers.count(result.parameters()),
                result.data().samples(),
                result.data().source(),
                result.likelihood());
    }

    /** Returns the lines for a terminal. */
    public String terminal() {
        return setting() + "\n\n" + table().terminal();
    }

    private static @Nullable Double segments(Checkpoint c) {
        Segments segments = c.segments();
        return segments == null ? null : (Double) segments.length();
    }

    private static @Nullable Double segmentEnergy(Checkpoint c) {
        Segments segments = c.segments();
        return segments == null ? null : (Double) segments.energy();
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

    /** Returns all numbers of the records, a row for each. */
    public TextTable numbers() {
        List<List<String>> rows = new ArrayList<>();
        for (Checkpoint c : result.records()) {
            KernelNow kernel = c.kernel();
            rows.add(List.of(
                    c.file(),
                    plain(c.loss()),
                    plain(c.bound()),
                    Double.toString(c.spectrum().largest()),
                    Double.toString(c.spectrum().trace()),
                    plain(c.spectrum().effectiveDimension()),
                    plain(c.spectrum().gradientShare()),
                    plain(kernel == null ? null : kernel.drift()),
                    plain(kernel == null ? null : kernel.alignment()),
                    Double.toString(c.path().length()),
                    Double.toString(c.path().energy()),
                    Double.toString(c.path().distance()),
                    plain(c.path().straightness()),
                    Double.toString(c.path().stepNorm()),
                    Double.toString(c.path().stepFisherNorm()),
                    plain(segments(c)),
                    plain(segmentEnergy(c))));
        }
        return TextTable.of(
                List.of(
                        "file",
                        "loss",
                        "bound",
                        "largest",
                        "trace",
                        "effectiveDimension",
                        "gradientShare",
                        "kernelDrift",
                        "labelAlignment",
                        "length",
                        "energy",
                        "distance",
                        "straightness",
                        "stepNorm",
                        "stepFisherNorm",
                        "segmentLength",
                        "segmentEnergy"),
                rows);
    }

    private static String plain(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    /** Returns the pictures; the networks stand in their order, counted from 1. */
    public List<Figure> figures() {
        List<Checkpoint> records = result.records();
        List<Figure> figures = new ArrayList<>();
        List<Series> loss = new ArrayList<>();
        List<Integer> places = IntStream.rangeClosed(1, records.size()).boxed().toList();
        WatchFigures.add(
                loss,
                "loss",
                Mark.LINE,
                Palette.BLUE,
                places,
                Integer::doubleValue,
                i -> records.get(i - 1).loss());
        if (!loss.isEmpty()) {
            figures.add(new Figure(
                    "loss",
                    "Loss",
                    "Mean loss of each network over the samples.",
                    "The loss of the networks in their order.",
                    Axis.linear("network"),
                    Axis.logarithmic("loss"),
                    loss));
        }
        List<Watched> rows = new ArrayList<>();
        for (Checkpoint c : records) {
            rows.add(new Watched(rows.size() + 1.0, c.spectrum(), c.kernel(), c.path()));
        }
        figures.addAll(new WatchFigures("network", rows).all());
        return figures;
    }

    /**
     * Writes {@code track.json}, {@code track.csv}, the pictures and the page. They change together.
     *
     * @throws UncheckedIOException if a file cannot be written or no fonts are installed
     */
    public void write(ReportConfig config, Path folder) {
        FileSet files = FileSet.in(folder);
        files.put("track.csv", utf8(numbers().csv()));
        List<Figure> figures = figures();
        try {
            files.putAll(FigureFiles.of(figures, config));
            if (config.html()) {
                files.put(
                        "index.html",
                        utf8(TablesPage.of(
                                        "A series of networks and their Fisher matrices",
                                        result.data().source(),
                                        List.of(setting() + "."),
                                        List.of(),
                                        List.of(new Section("records", "The networks", table(), NOTE)),
                                        figures)
                                .html()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        files().forEach(files::drop);
        files.put(RESULT, utf8(result.json())).write();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
