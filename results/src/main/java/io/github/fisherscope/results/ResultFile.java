package io.github.fisherscope.results;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A result on disk: {@code result.json} with the file of its eigenvalues next to it. */
public final class ResultFile {
    private ResultFile() {}

    /**
     * Reads a result and its eigenvalues.
     *
     * @param path the JSON file, or the folder that holds a {@code result.json}
     * @throws IllegalArgumentException if the file is not a result, or the eigenvalues next to it are missing or belong
     *     to another result; the message names the file
     * @throws InputFileException if the file of eigenvalues is damaged
     * @throws UncheckedIOException if a file cannot be read
     */
    public static SpectrumResult read(Path path) {
        Path file = Files.isDirectory(path) ? path.resolve("result.json") : path;
        SpectrumResult result = json(file);
        String name = result.spectrum().file();
        if (name == null) {
            return result;
        }
        if (!Path.of(name).equals(Path.of(name).getFileName())) {
            throw new IllegalArgumentException(
                    "%s: spectrum.file is '%s'; it must be the name of a file in the same folder"
                            .formatted(file, name));
        }
        Path eigenvalues = file.toAbsolutePath().resolveSibling(name);
        if (!Files.exists(eigenvalues)) {
            throw new IllegalArgumentException(
                    "%s names %s, which is not in the same folder; copy it there".formatted(file, name));
        }
        RealVector values = RealVector.of(NpyFile.read(eigenvalues).toArray());
        requireSameResult(result, values, file, eigenvalues);
        return result.withEigenvalues(values);
    }

    private static SpectrumResult json(Path file) {
        try {
            return ResultJson.read(file);
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "%s: not a %s: the file is not UTF-8 text".formatted(file, SpectrumResult.SCHEMA), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireSameResult(SpectrumResult result, RealVector values, Path file, Path eigenvalues) {
        boolean count = values.size() == result.spectrum().count();
        if (!count || values.isEmpty() || values.get(0) != result.spectrum().max()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s holds %d eigenvalues, the largest %s; %s expects %d, the largest %s: they are of different runs",
                    eigenvalues.getFileName(),
                    values.size(),
                    values.isEmpty() ? "missing" : Double.toString(values.get(0)),
                    file,
                    result.spectrum().count(),
                    result.spectrum().max()));
        }
    }
}
