package io.github.fisherscope.notebooks;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.text.ResultText;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exports a result for other programs. All files are written whole or not at all; the same result gives the same bytes.
 */
public final class NotebookExporter {
    private final SpectrumResult result;
    private final @Nullable String javaClasspath;

    private NotebookExporter(SpectrumResult result, @Nullable String javaClasspath) {
        this.result = result;
        this.javaClasspath = javaClasspath;
    }

    /** What can be written. */
    public enum Format {
        /** {@code notebook-python.ipynb} and {@code notebook-java.ipynb}, with the JSON and NPZ files they read. */
        IPYNB,
        /** {@code result.npz}: eigenvalues, layers, order parameters, ensemble; float64. */
        NPZ,
        /** {@code comparison.csv} and one file per figure. */
        CSV,
        /** {@code result.json}. */
        JSON;

        /**
         * Returns the format called {@code name}, in any case.
         *
         * @throws IllegalArgumentException naming the formats there are
         */
        public static Format parse(String name) {
            for (Format format : values()) {
                if (format.name().equalsIgnoreCase(name)) {
                    return format;
                }
            }
            throw InvalidArgumentException.unknown("format", name, List.of("ipynb", "npz", "csv", "json"));
        }

        /** Returns the name on the command line. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Exports {@code result}; its Java notebook loads Fisherscope from a Maven repository. */
    public static NotebookExporter of(SpectrumResult result) {
        return new NotebookExporter(result, null);
    }

    /** Lets the Java notebook load Fisherscope from this class path instead. */
    public NotebookExporter withJavaClasspath(String classpath) {
        return new NotebookExporter(result, classpath);
    }

    /** Returns the notebook in Python. */
    public Notebook python() {
        return PythonNotebook.of(result);
    }

    /** Returns the notebook in Java. */
    public Notebook java() {
        return JavaNotebook.of(result, javaClasspath);
    }

    /**
     * Writes the files of the formats and returns their paths.
     *
     * @param folder made if it does not exist
     * @throws UncheckedIOException naming the file that cannot be written
     */
    public List<Path> write(Set<Format> formats, Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "folder %s cannot be made; choose one that can be written to".formatted(folder), e);
        }
        List<Path> written = new ArrayList<>();
        boolean notebooks = formats.contains(Format.IPYNB);
        if (notebooks || formats.contains(Format.JSON)) {
            text(folder, "result.json", ResultJson.write(result), written);
        }
        if (notebooks || formats.contains(Format.NPZ)) {
            Path file = folder.resolve("result.npz");
            NpzFile.write(file, ResultArrays.of(result));
            written.add(file);
        }
        if (formats.contains(Format.CSV)) {
            text(folder, "comparison.csv", ResultText.of(result).csv(), written);
            for (Figure figure : Figures.of(result)) {
                text(folder, figure.id() + ".csv", SeriesCsv.of(figure), written);
            }
        }
        if (notebooks) {
            text(folder, "notebook-python.ipynb", python().json(), written);
            text(folder, "notebook-java.ipynb", java().json(), written);
        }
        return List.copyOf(written);
    }

    private static void text(Path folder, String name, String content, List<Path> written) {
        Path file = folder.resolve(name);
        AtomicFile.write(file, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
        written.add(file);
    }
}
