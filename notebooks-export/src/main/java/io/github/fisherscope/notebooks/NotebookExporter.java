package io.github.fisherscope.notebooks;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.NpzFile;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Figures;
import io.github.fisherscope.reports.text.ResultText;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Exports a result for other programs. All files are written together or not at all; the same result gives the same bytes.
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
     * @throws io.github.fisherscope.core.io.OutputFileException naming the file that cannot be written
     */
    public List<Path> write(Set<Format> formats, Path folder) {
        FileSet files = FileSet.in(folder);
        boolean notebooks = formats.contains(Format.IPYNB);
        if (notebooks || formats.contains(Format.NPZ)) {
            files.put("result.npz", NpzFile.bytes(ResultArrays.of(result)));
        }
        if (formats.contains(Format.CSV)) {
            files.put("comparison.csv", utf8(ResultText.of(result).csv()));
            for (Figure figure : Figures.of(result)) {
                files.put(figure.id() + ".csv", utf8(SeriesCsv.of(figure)));
            }
        }
        if (notebooks) {
            files.put("notebook-python.ipynb", utf8(python().json()));
            files.put("notebook-java.ipynb", utf8(java().json()));
        }
        if (notebooks || formats.contains(Format.JSON)) {
            files.put("result.json", utf8(ResultJson.write(result)));
        }
        return files.write();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
