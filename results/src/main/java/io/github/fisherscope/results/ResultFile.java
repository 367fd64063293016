package io.github.fisherscope.results;

import io.github.fisherscope.core.io.FileSet;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.NpyFile;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.json.ContentDigest;
import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.json.StrictJson;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A result on disk: {@code result.json} with the file of its eigenvalues next to it. */
public final class ResultFile {
    /** What the mean may differ by in mean |λ|: it was found without eigenvalues, perhaps in single precision. */
    private static final double MEAN_TOLERANCE = 1e-4;

    private ResultFile() {}

    /**
     * Reads a result and its eigenvalues.
     *
     * @param path the JSON file, or the folder that holds a {@code result.json}
     * @throws IllegalArgumentException if the file is not a result, or the eigenvalues next to it are missing or belong
     *     to another result; the message names the file
     * @throws InputFileException if a file cannot be read or the file of eigenvalues is damaged
     */
    public static SpectrumResult read(Path path) {
        Path named = Files.isDirectory(path) ? path.resolve("result.json") : path;
        Path folder = named.toAbsolutePath().resolveSibling("").normalize();
        FileSet.settle(folder); // finishes what a process that was killed had decided to write
        Path file = present(named, folder);
        String json = StrictJson.text(file);
        SpectrumResult result = ResultJson.read(json, file);
        String name = result.spectrum().file();
        if (name == null) {
            return result;
        }
        if (!Path.of(name).equals(Path.of(name).getFileName())) {
            throw new IllegalArgumentException(
                    "%s: spectrum.file is '%s'; it must be the name of a file in the same folder"
                            .formatted(file, name));
        }
        Path eigenvalues = FileSet.find(folder, name);
        if (!Files.exists(eigenvalues)) {
            throw new IllegalArgumentException(
                    "%s names %s, which is not in the same folder; copy it there".formatted(file, name));
        }
        RealVector values = RealVector.of(NpyFile.read(eigenvalues).toArray());
        requireSameResult(result, values, file, eigenvalues);
        if (!ContentDigest.agrees(json, values)) {
            throw new IllegalArgumentException(
                    "%s, which belongs to %s: it does not agree with digest.eigenvalues there; the file is damaged, or of another run"
                            .formatted(eigenvalues.getFileName(), file));
        }
        return result.withEigenvalues(values);
    }

    /** Returns the path as the user wrote it, unless the file is decided on and not moved there yet. */
    private static Path present(Path named, Path folder) {
        Path found = FileSet.find(folder, String.valueOf(named.getFileName()));
        return found.equals(named.toAbsolutePath()) ? named : found;
    }

    private static void requireSameResult(SpectrumResult result, RealVector values, Path file, Path eigenvalues) {
        boolean count = values.size() == result.spectrum().ranks().count();
        if (!count || values.isEmpty() || values.get(0) != result.spectrum().max()) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s holds %d eigenvalues, the largest %s; %s expects %d, the largest %s: they are of different runs, or damaged; take both files from one run",
                    eigenvalues.getFileName(),
                    values.size(),
                    values.isEmpty() ? "missing" : Double.toString(values.get(0)),
                    file,
                    result.spectrum().ranks().count(),
                    result.spectrum().max()));
        }
        String damage = damage(result, values);
        if (damage != null) {
            throw new IllegalArgumentException("%s, which belongs to %s: %s; the file is damaged, or of another run"
                    .formatted(eigenvalues.getFileName(), file, damage));
        }
    }

    /** Returns what eigenvalues contradict: their order, the largest ones of the result, or its mean; null for nothing. */
    private static @Nullable String damage(SpectrumResult result, RealVector values) {
        for (int i = 1; i < values.size(); i++) {
            if (!(values.get(i) <= values.get(i - 1))) {
                return String.format(
                        Locale.ROOT,
                        "eigenvalue %d is %s and the one before it %s, and they must descend",
                        i + 1,
                        values.get(i),
                        values.get(i - 1));
            }
        }
        RealVector top = result.spectrum().top();
        for (int i = 0; i < Math.min(top.size(), values.size()); i++) {
            if (top.get(i) != values.get(i)) {
                return String.format(
                        Locale.ROOT, "eigenvalue %d is %s and spectrum.top says %s", i + 1, values.get(i), top.get(i));
            }
        }
        double mean = values.sum() / result.order();
        double sizes = values.stream().map(Math::abs).sum() / result.order();
        boolean complete = result.spectrum().ranks().rank() != null;
        return complete && !(Math.abs(mean - result.spectrum().mean()) <= MEAN_TOLERANCE * sizes)
                ? String.format(
                        Locale.ROOT,
                        "its mean over all eigenvalues is %s and spectrum.mean says %s",
                        mean,
                        result.spectrum().mean())
                : null;
    }
}
