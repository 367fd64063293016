package io.github.fisherscope.reports.compare;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.VisibleText;
import io.github.fisherscope.reports.FigureFiles;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.OverlayFigures;
import io.github.fisherscope.reports.chart.OverlayFigures.Layer;
import io.github.fisherscope.reports.chart.Palette;
import io.github.fisherscope.reports.html.TablesPage;
import io.github.fisherscope.reports.html.TablesPage.Section;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.compare.Setting;
import io.github.fisherscope.results.compare.SpectrumDistances;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Several results side by side: overlaid spectra, the differences of every statistic, and distances between the spectra
 * with their confidence where runs were repeated. The same results give the same report on the same machine.
 */
public final class CompareReport {
    /** More than this many are a sweep. */
    public static final int MAX_RESULTS = 40;

    private final List<NamedResult> entries;
    private final Differences differences;
    private final DistanceText distances;

    private CompareReport(List<NamedResult> entries, SpectrumDistances distances) {
        this.entries = entries;
        this.differences = Differences.of(entries);
        this.distances = new DistanceText(distances);
    }

    /**
     * Compares results; the first is the one that the others are held against.
     *
     * @param entries 2 to {@value #MAX_RESULTS}, of different names
     * @param distances between their spectra
     * @throws IllegalArgumentException if there are too few or too many, or two have the same name
     */
    public static CompareReport of(List<NamedResult> entries, SpectrumDistances distances) {
        Args.requireInRange("number of results", entries.size(), 2, MAX_RESULTS);
        Set<String> names = new HashSet<>();
        entries.forEach(e -> Args.require(
                names.add(e.name()), "the name '%s' is there twice; every result needs its own", e.name()));
        return new CompareReport(List.copyOf(entries), distances);
    }

    /** Returns what was compared: network, data and method of each. */
    public TextTable settings() {
        return differences.settings();
    }

    /** Returns each statistic of each result, and its ratio to the first. */
    public TextTable differences() {
        return differences.statistics();
    }

    /** Returns distances between the spectra: of repeated runs with intervals and p-values, of single ones without. */
    public TextTable distances() {
        return distances.table();
    }

    /** Returns the overlaid figures. */
    public List<Figure> figures() {
        List<Setting> groups =
                entries.stream().map(e -> Setting.of(e.result())).distinct().toList();
        boolean repeated = groups.size() < entries.size();
        return OverlayFigures.of(IntStream.range(0, entries.size())
                .mapToObj(i -> {
                    NamedResult e = entries.get(i);
                    int color = repeated ? groups.indexOf(Setting.of(e.result())) : i;
                    return new Layer(e.name(), color % Palette.SIZE, e.result());
                })
                .toList());
    }

    /** Returns the tables for a terminal. */
    public String terminal() {
        return settings().terminal() + "\n" + differences().terminal() + "\n"
                + distances().terminal() + "\n" + distances.note() + "\n";
    }

    /** Returns the tables as a Markdown page. */
    public String markdown() {
        return "# " + title() + "\n\n" + settings().markdown() + "\n"
                + differences().markdown() + "\n" + Differences.NOTE + "\n\n"
                + distances().markdown() + "\n" + distances.note() + "\n\n*Made by Fisherscope.*\n";
    }

    /**
     * Returns the page: one file, no request leaves it, all names escaped.
     *
     * @throws IOException if the machine has no fonts
     */
    public String html() throws IOException {
        return TablesPage.of(
                        "Comparison of Fisher information spectra",
                        title(),
                        List.of(differences.summary(), distances.summary()),
                        warnings(),
                        List.of(
                                new Section("settings", "What was compared", settings(), "The first is the reference."),
                                new Section("differences", "Statistics", differences(), Differences.NOTE),
                                new Section("distances", "Distances between spectra", distances(), distances.note())),
                        figures())
                .html();
    }

    /**
     * Writes {@code compare.html}, {@code compare.md}, {@code differences.csv}, {@code distances.csv} and the pictures,
     * and returns their paths. They change together: if one cannot be written, those of an earlier comparison stay.
     *
     * @param folder made if it does not exist
     * @throws UncheckedIOException naming the file that cannot be written, or if no fonts are installed
     */
    public List<Path> write(ReportConfig config, Path folder) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            files.putAll(FigureFiles.of(figures(), config));
            files.put("differences.csv", utf8(differences().csv()));
            files.put("distances.csv", utf8(distances().csv()));
            if (config.html()) {
                files.put("compare.html", utf8(html()));
            }
            files.put("compare.md", utf8(VisibleText.of(markdown())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return FileSet.in(folder).putAll(files).write();
    }

    private String title() {
        return entries.size() == 2
                ? entries.get(0).name() + " and " + entries.get(1).name()
                : entries.size() + " results";
    }

    private List<String> warnings() {
        return entries.stream()
                .filter(e -> !e.result().spectrum().run().converged())
                .map(e -> e.name() + " did not converge: "
                        + e.result().spectrum().run().stopReason())
                .toList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
