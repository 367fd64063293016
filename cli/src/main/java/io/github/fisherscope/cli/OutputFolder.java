package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.reports.json.ResultJson;
import io.github.fisherscope.reports.result.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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

    void write(SpectrumResult result) {
        double[] eigenvalues = result.spectrum().eigenvalues().toArray();
        NpyFile.write(path.resolve("eigenvalues.npy"), eigenvalues, eigenvalues.length);
        AtomicFile.write(
                path.resolve("result.json"),
                out -> out.write(ResultJson.write(result).getBytes(StandardCharsets.UTF_8)));
    }
}
