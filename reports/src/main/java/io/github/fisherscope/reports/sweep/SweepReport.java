package io.github.fisherscope.reports.sweep;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.reports.text.VerdictWords;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.sweep.SweepFamily;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepJson;
import io.github.fisherscope.results.sweep.SweepRecord;
import io.github.fisherscope.results.sweep.SweepResult;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.results.sweep.WidthFit;
import io.github.fisherscope.results.text.Numbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a finished sweep looks like: tables, pictures and a summary that other programs read. */
public final class SweepReport {
    /** Error rate of the intervals that are shown; verdicts have their own. */
    static final double SHOWN_ERROR_RATE = 0.05;

    private static final String SUMMARY = "sweep.json";

    private final SweepResult result;

    private SweepReport(SweepResult result) {
        this.result = result;
    }

    public static SweepReport of(SweepResult result) {
        return new SweepReport(Objects.requireNonNull(result, "result"));
    }

    /** Returns the table of limits, a row per trend, followed by what must be said about the results file. */
    public String terminal() {
        StringBuilder text = new StringBuilder();
        Map<String, List<Trend>> series = new LinkedHashMap<>();
        result.trends()
                .forEach(t -> series.computeIfAbsent(t.series(), k -> new ArrayList<>())
                        .add(t));
        series.forEach((name, trends) ->
                text.append(name).append('\n').append(limits(trends).terminal()).append('\n'));
        result.notes().forEach(note -> text.append("Note: ").append(note).append('\n'));
        return text.toString();
    }

    /** Returns the table of limits of one series. */
    static TextTable limits(List<Trend> trends) {
        return TextTable.of(
                List.of("measured / limit formula", "at M = ∞", "95 % interval", "slope b", "z", "verdict"),
                trends.stream().map(SweepReport::row).toList());
    }

    private static List<String> row(Trend trend) {
        WidthFit fit = trend.fit();
        String verdict = VerdictWords.of(trend.verdict());
        if (fit == null) {
            return List.of(trend.statistic().label(), Numbers.NONE, Numbers.NONE, Numbers.NONE, Numbers.NONE, verdict);
        }
        double half = fit.halfWidth(SHOWN_ERROR_RATE);
        return List.of(
                trend.statistic().label(),
                format("%.4f", fit.intercept()),
                format("%.4f … %.4f", fit.intercept() - half, fit.intercept() + half),
                format("%.3g", fit.slope()),
                format("%+.1f", (fit.intercept() - 1) / fit.interceptError()),
                verdict);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /**
     * Writes {@code sweep.json}, {@code sweep.csv} (a row per network), {@code trends.csv} (a row per statistic and
     * width), {@code index.html} and a picture per trend, and returns the paths. They change together: if one cannot be
     * written, those of an earlier sweep stay.
     *
     * @param config which of the page and the pictures to write, and how large
     * @param folder made if it does not exist
     * @throws java.io.UncheckedIOException if a file cannot be written or no fonts are installed
     */
    public List<Path> write(ReportConfig config, Path folder) {
        FileSet files = FileSet.in(folder);
        files.put("sweep.csv", utf8(networks().csv()));
        files.put("trends.csv", utf8(widths().csv()));
        List<Figure> figures = figures();
        if (config.html()) {
            files.put("index.html", utf8(page(figures)));
        }
        try {
            files.putAll(FigureFiles.of(figures, config));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return files.put(SUMMARY, utf8(SweepJson.page(summary()))).write();
    }

    /**
     * Asks before any work whether the summary, the page, the tables and the pictures could replace what is in the folder.
     *
     * @param config what will be written
     * @throws io.github.fisherscope.core.io.OutputFileException naming what is in the way
     */
    public static void requireFree(ReportConfig config, Path folder) {
        FileSet files = FileSet.in(folder);
        for (String name : existing(folder)) {
            if (name.endsWith(".png") ? config.png() : config.svg() && name.endsWith(".svg")) {
                SweepFigures.statisticOf(name.substring(0, name.length() - ".png".length()))
                        .ifPresent(statistic -> files.put(name, new byte[0]));
            }
        }
        for (String name : List.of("sweep.csv", "trends.csv", "index.html", SUMMARY)) {
            files.put(name, new byte[0]);
        }
        files.requireFree();
    }

    private static List<String> existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> String.valueOf(p.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String page(List<Figure> figures) {
        try {
            return new SweepPage(result).html(figures);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private TextTable networks() {
        List<String> header = new ArrayList<>(List.of(
                "depth",
                "width",
                "inputs",
                "outputs",
                "samples",
                "activation",
                "weightVariance",
                "biasVariance",
                "seed",
                "networkSeed"));
        List<String> keys = Arrays.stream(Statistic.values())
                .map(Statistic::key)
                .filter(k -> result.records().stream().anyMatch(r -> r.values().containsKey(k)))
                .toList();
        header.addAll(keys);
        List<List<String>> rows = new ArrayList<>();
        for (SweepRecord record : result.records()) {
            SweepFamily f = record.family();
            List<String> row = new ArrayList<>(List.of(
                    Integer.toString(f.depth()),
                    Integer.toString(f.width()),
                    Integer.toString(f.inputs()),
                    Integer.toString(f.outputs()),
                    Integer.toString(f.samples()),
                    f.activation(),
                    Double.toString(f.weightVariance()),
                    f.biasVariance() == null ? "none" : Double.toString(f.biasVariance()),
                    Long.toString(record.seed()),
                    record.networkSeed()));
            keys.forEach(k -> row.add(cell(record.values().get(k))));
            rows.add(row);
        }
        return TextTable.of(header, rows);
    }

    private TextTable widths() {
        List<List<String>> rows = new ArrayList<>();
        for (Trend trend : result.trends()) {
            for (Trend.Point p : trend.points()) {
                rows.add(List.of(
                        trend.series(),
                        trend.statistic().key(),
                        Integer.toString(p.width()),
                        Integer.toString(p.networks()),
                        Double.toString(p.measured() * p.limit()),
                        p.standardError() == null ? "" : Double.toString(p.standardError() * p.limit()),
                        Double.toString(p.finiteWidth() * p.limit()),
                        Double.toString(p.limit())));
            }
        }
        return TextTable.of(
                List.of(
                        "series",
                        "statistic",
                        "width",
                        "networks",
                        "measured",
                        "standardError",
                        "finiteWidthTheory",
                        "limitTheory"),
                rows);
    }

    private static String cell(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    private record Interval(double low, double high, double level) {}

    private record Limit(
            String series,
            String statistic,
            @Nullable WidthFit fit,
            @Nullable Interval interval,
            String verdict,
            String note,
            List<Trend.Point> points) {}

    private record Page(
            String schema,
            String version,
            String commit,
            String backend,
            SweepGrid grid,
            int points,
            List<Limit> trends,
            List<String> notes) {}

    private Page summary() {
        List<Limit> limits = new ArrayList<>();
        for (Trend t : result.trends()) {
            WidthFit fit = t.fit();
            Interval interval = null;
            if (fit != null) {
                double half = fit.halfWidth(SHOWN_ERROR_RATE);
                interval = new Interval(fit.intercept() - half, fit.intercept() + half, 1 - SHOWN_ERROR_RATE);
            }
            limits.add(new Limit(
                    t.series(),
                    t.statistic().key(),
                    fit,
                    interval,
                    t.verdict().name().toLowerCase(Locale.ROOT),
                    t.note(),
                    t.points()));
        }
        BuildInfo build = BuildInfo.current();
        return new Page(
                "fisherscope/sweep/1",
                build.version(),
                build.commit(),
                result.backend(),
                result.grid(),
                result.records().size(),
                limits,
                result.notes());
    }

    /** Returns a figure per trend that was fitted. */
    public List<Figure> figures() {
        return SweepFigures.of(result.trends());
    }
}
