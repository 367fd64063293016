package io.github.fisherscope.core.data;

import io.github.fisherscope.core.io.RegularFile;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where data came from, as a report states it.
 *
 * @param description {@code gaussian(seed)}, {@code tokens(seed)} or the file as the user named it
 * @param sha256 digest of the whole file in lower-case hexadecimal, or null if the data came from no file
 * @param labels where the labels stand that were given with the data, whether or not they were read; null for none
 */
public record DataSource(
        String description,
        @Nullable String sha256,
        @Nullable String labels) {
    public DataSource {
        Objects.requireNonNull(description, "description");
    }

    /** Standard normal inputs drawn from the stream of {@code seed}. */
    public static DataSource gaussian(long seed) {
        return new DataSource("gaussian(" + seed + ")", null, null);
    }

    /** Uniformly random tokens drawn from the stream of {@code seed}. */
    public static DataSource tokens(long seed) {
        return new DataSource("tokens(" + seed + ")", null, null);
    }

    /** Data made by a program that calls this library. */
    public static DataSource memory(String description) {
        return new DataSource(description, null, null);
    }

    /** Data of a file, which is read once to take its digest. */
    public static DataSource file(Path file) {
        return new DataSource(file.toString(), RegularFile.sha256(file), null);
    }

    /** Returns the same data with labels that stand elsewhere or in a part of it, in words. */
    public DataSource withLabels(@Nullable String newLabels) {
        return new DataSource(description, sha256, newLabels);
    }
}
