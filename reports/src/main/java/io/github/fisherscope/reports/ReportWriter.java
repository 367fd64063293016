package io.github.fisherscope.reports;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.io.OutputFileException;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.html.HtmlReport;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Writes a result into a folder: {@code result.json}, {@code eigenvalues.npy}, {@code report.html} and pictures;
 * {@code eigenvectors.npy} where there are some.
 *
 * <p>Everything is made in memory first; only then are files written, and they change together: whenever making or
 * writing fails, all files of an earlier result are as they were. Pictures of an earlier result that this one does not
 * have go.
 */
public final class ReportWriter {
    private static final String EIGENVALUES = "eigenvalues.npy";
    private static final String EIGENVECTORS = "eigenvectors.npy";
    private static final String RESULT = "result.json";
    private static final String PAGE = "report.html";

    private final ReportConfig config;

    private ReportWriter(ReportConfig config) {
        this.config = config;
    }

    public static ReportWriter of(ReportConfig config) {
        return new ReportWriter(Objects.requireNonNull(config, "config"));
    }

    /** Writes a result without eigenvectors; see the other method. */
    public List<Path> write(SpectrumResult result, Path folder) {
        return write(result, List.of(), folder);
    }

    /**
     * Writes all files and returns their paths, in the order of writing.
     *
     * @param eigenvectors of P numbers each, as the study told its listener; a row of their file each
     * @param folder made if it does not exist
     * @throws UncheckedIOException naming the file or folder if it cannot be written, or if no fonts are installed
     * @throws IllegalArgumentException if the result holds a number that is not finite; nothing is written
     */
    public List<Path> write(SpectrumResult result, List<RealVector> eigenvectors, Path folder) {
        RealVector eigenvalues = result.spectrum().eigenvalues();
        SpectrumResult named = eigenvalues.isEmpty() ? result : result.withEigenvalueFile(EIGENVALUES);
        FileSet files = FileSet.in(folder);
        files.putAll(render(named));
        if (!eigenvalues.isEmpty()) {
            files.put(EIGENVALUES, NpyFile.bytes(eigenvalues.toArray(), eigenvalues.size()));
        }
        if (!eigenvectors.isEmpty()) {
            files.put(EIGENVECTORS, NpyFile.rows(eigenvectors));
        }
        byte[] json = ResultJson.write(named).getBytes(StandardCharsets.UTF_8);
        if (!isThere(folder, json)) { // what belongs to another result
            files.drop(EIGENVALUES).drop(EIGENVECTORS).drop(PAGE);
            Figures.IDS.forEach(id -> files.drop(id + ".png").drop(id + ".svg"));
        }
        return files.put(RESULT, json).write();
    }

    private static boolean isThere(Path folder, byte[] json) {
        Path file = FileSet.find(folder, RESULT);
        try {
            return Files.isRegularFile(file) && Arrays.equals(Files.readAllBytes(file), json);
        } catch (IOException e) {
            throw OutputFileException.of(file, e);
        }
    }

    /**
     * Asks before any work whether its files could replace what is in the folder.
     *
     * @throws io.github.fisherscope.core.io.OutputFileException naming what is in the way
     */
    public void requireFree(Path folder) {
        FileSet files = FileSet.in(folder);
        names().forEach(name -> files.put(name, new byte[0]));
        files.requireFree();
    }

    /** Returns the names of all files that it may write, the one that the others are known by last. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        Figures.IDS.forEach(id -> {
            if (config.png()) {
                names.add(id + ".png");
            }
            if (config.svg()) {
                names.add(id + ".svg");
            }
        });
        names.addAll(List.of(EIGENVALUES, EIGENVECTORS, PAGE, RESULT));
        return names;
    }

    private Map<String, byte[]> render(SpectrumResult result) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        try {
            files.putAll(FigureFiles.of(Figures.of(result), config));
            if (config.html()) {
                files.put(PAGE, HtmlReport.of(result).html().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        return files;
    }
}
