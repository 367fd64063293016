package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.OutputFileException;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.ReportWriter;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The folder that results go to; checked before any work, so that hours are not lost on a path that cannot be written. */
record OutputFolder(Path path) {
    /**
     * Returns the folder if files can be written to it, or if it can be made. A folder that does not exist is not made
     * yet, so that a command that fails leaves nothing behind.
     *
     * @throws IllegalArgumentException naming the option, the path and what is in the way
     */
    static OutputFolder checked(Path path) {
        if (path.toString().isBlank()) {
            throw new IllegalArgumentException(
                    "--out '%s' names no folder; name one, or write --out . for this one".formatted(path));
        }
        Path nearest = path.toAbsolutePath().normalize();
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        if (!Files.isDirectory(nearest)) {
            String where = nearest.equals(path.toAbsolutePath().normalize()) ? "it" : "'" + nearest + "'";
            throw new IllegalArgumentException("--out %s: %s is a file; name a folder".formatted(path, where));
        }
        try {
            Files.delete(Files.createTempFile(nearest, ".fisher", ".probe"));
        } catch (IOException e) {
            if (isFull(e)) {
                throw OutputFileException.of(path, e);
            }
            throw new IllegalArgumentException(
                    "--out %s: folder '%s' cannot be written to; choose another folder or change its permissions"
                            .formatted(path, nearest),
                    e);
        }
        return new OutputFolder(path);
    }

    /** Returns whether it failed for want of room. */
    static boolean isFull(IOException e) {
        String reason = e instanceof FileSystemException other ? other.getReason() : null;
        return reason != null && (reason.contains("space") || reason.contains("quota"));
    }

    /** Returns the folder if its files of these names can be replaced. */
    OutputFolder requireFree(String... names) {
        FileSet files = FileSet.in(path);
        for (String name : names) {
            files.put(name, new byte[0]);
        }
        files.requireFree();
        return this;
    }

    /** Refuses a file for something else where a file of the folder will be. */
    void requireOutside(String option, @Nullable Path file, List<String> names) {
        for (String name : names) {
            if (file != null && resolved(path.resolve(name)).equals(resolved(file))) {
                throw new IllegalArgumentException(
                        "%s %s is a file of --out %s; name another".formatted(option, file, path));
            }
        }
    }

    private static Path resolved(Path path) {
        return path.toAbsolutePath().normalize();
    }

    void write(SpectrumResult result, List<RealVector> eigenvectors, ReportConfig config) {
        ReportWriter.of(config).write(result, eigenvectors, path);
    }
}
