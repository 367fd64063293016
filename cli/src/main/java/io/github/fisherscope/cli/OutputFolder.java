package io.github.fisherscope.cli;

import io.github.fisherscope.reports.ReportConfig;
import io.github.fisherscope.reports.ReportWriter;
import io.github.fisherscope.reports.result.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that results go to; checked before any work, so that hours are not lost on a path that cannot be written. */
record OutputFolder(Path path) {
    static OutputFolder checked(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new IllegalArgumentException("--out %s is a file; give a folder".formatted(path));
        }
        try {
            Files.createDirectories(path);
            Files.delete(Files.createTempFile(path, ".fisher", ".probe"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new OutputFolder(path);
    }

    void write(SpectrumResult result, ReportConfig config) {
        ReportWriter.of(config).write(result, path);
    }
}
