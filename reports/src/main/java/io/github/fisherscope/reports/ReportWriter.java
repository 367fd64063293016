package io.github.fisherscope.reports;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.chart.Pictures;
import io.github.fisherscope.reports.html.HtmlReport;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a result into a folder: {@code result.json}, {@code eigenvalues.npy}, {@code report.html} and pictures.
 *
 * <p>Everything is made in memory first; only then are files written, each under a temporary name and renamed, with
 * {@code result.json} last. If making or writing fails, files of an earlier result that were not yet replaced stay whole.
 */
public final class ReportWriter {
    private static final String EIGENVALUES = "eigenvalues.npy";

    private final ReportConfig config;

    private ReportWriter(ReportConfig config) {
        this.config = config;
    }

    public static ReportWriter of(ReportConfig config) {
        return new ReportWriter(Objects.requireNonNull(config, "config"));
    }

    /**
     * Writes all files and returns their paths, in the order of writing.
     *
     * @param folder made if it does not exist
     * @throws UncheckedIOException naming the file or folder if it cannot be written, or if no fonts are installed
     * @throws IllegalArgumentException if the result holds a number that is not finite; nothing is written
     */
    public List<Path> write(SpectrumResult result, Path folder) {
        RealVector eigenvalues = result.spectrum().eigenvalues();
        SpectrumResult named = eigenvalues.isEmpty() ? result : result.withEigenvalueFile(EIGENVALUES);
        Map<String, byte[]> files = render(named);
        byte[] json = ResultJson.write(named).getBytes(StandardCharsets.UTF_8);

        makeFolder(folder);
        List<Path> written = new ArrayList<>();
        if (!eigenvalues.isEmpty()) {
            Path file = folder.resolve(EIGENVALUES);
            NpyFile.write(file, eigenvalues.toArray(), eigenvalues.size());
            written.add(file);
        }
        files.put("result.json", json);
        files.forEach((name, content) -> {
            Path file = folder.resolve(name);
            AtomicFile.write(file, out -> out.write(content));
            written.add(file);
        });
        return List.copyOf(written);
    }

    private Map<String, byte[]> render(SpectrumResult result) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            for (Figure figure : Figures.of(result)) {
                if (config.png()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    Pictures.writePng(figure, config.picture(), out);
                    files.put(figure.id() + ".png", out.toByteArray());
                }
                if (config.svg()) {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    Pictures.writeSvg(figure, config.picture(), out);
                    files.put(figure.id() + ".svg", out.toByteArray());
                }
            }
            if (config.html()) {
                files.put("report.html", HtmlReport.of(result).html().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return files;
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "folder %s cannot be made (%s); choose one that can be written to"
                            .formatted(folder, e.getClass().getSimpleName()),
                    e);
        }
    }
}
