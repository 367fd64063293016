package io.github.fisherscope.cli;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.io.InputFileException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Work on results from files, whose numbers may be anything. */
final class StoredResult {
    private StoredResult() {}

    /**
     * Does the work. Where it fails because of what the files hold, their reader is not at fault but the files are: each of
     * their values can be right for itself and yet not fit the others.
     *
     * @throws IllegalArgumentException naming the files
     */
    static <T> T use(List<Path> files, Supplier<T> work) {
        try {
            return work.get();
        } catch (UncheckedIOException | InputFileException e) {
            throw e;
        } catch (InvalidArgumentException e) { // of what would show them, in its own words
            throw unfit(files, " (" + e.getMessage() + ")", e);
        } catch (IllegalArgumentException e) {
            throw files.stream().anyMatch(file -> String.valueOf(e.getMessage()).contains(file.toString()))
                    ? e
                    : new IllegalArgumentException(named(files) + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw unfit(files, "", e);
        }
    }

    private static IllegalArgumentException unfit(List<Path> files, String detail, RuntimeException cause) {
        return new IllegalArgumentException(
                named(files) + ": the values do not fit together" + detail
                        + ", so they cannot be shown; compute the result again",
                cause);
    }

    private static String named(List<Path> files) {
        return files.size() == 1 ? files.get(0).toString() : "one of " + files;
    }
}
