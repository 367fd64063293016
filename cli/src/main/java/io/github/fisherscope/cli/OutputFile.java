package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.OutputFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file that one result goes to; looked at before any work, so that hours are not lost on a path that cannot be written. */
record OutputFile(Path path) {
    /**
     * Returns the file if it can be written or made.
     *
     * @param option the option that names it
     * @param mark what every file has near its start that this program writes there; a file without it is somebody else's
     * @throws IllegalArgumentException naming the option, the path and what is in the way
     * @throws OutputFileException if the file is somebody else's
     */
    static OutputFile checked(String option, Path path, String mark) {
        if (Files.isDirectory(path)) {
            throw new IllegalArgumentException("%s %s: it is a folder; name a file".formatted(option, path));
        }
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(
                    "%s %s: there is no folder '%s'; make it first".formatted(option, path, folder));
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw OutputFileException.of(path, "this is not a regular file", "choose another name");
        }
        requireWritable(option, path);
        if (!isOurs(path, mark)) {
            throw OutputFileException.of(
                    path,
                    "this file was not written by Fisherscope, so it is not replaced",
                    "move it away or choose another name");
        }
        return new OutputFile(path);
    }

    /** Tries it out: permissions alone do not tell of read-only disks, of full ones, and of names that are too long. */
    private static void requireWritable(String option, Path path) {
        boolean writable = !Files.exists(path) || Files.isWritable(path);
        try {
            Path target = path.toAbsolutePath();
            Files.delete(Files.createTempFile(target.getParent(), ".fisher", ".probe"));
            if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                Files.delete(Files.createFile(target));
            }
        } catch (IOException e) {
            if (OutputFolder.isFull(e)) {
                throw OutputFileException.of(path, e);
            }
            writable = false;
        }
        if (!writable) {
            throw new IllegalArgumentException(
                    "%s %s cannot be written to; choose another path or change its permissions"
                            .formatted(option, path));
        }
    }

    /** Refuses two results in one file, of which only the last would be left. */
    static void requireDistinct(String option, @Nullable Path file, String other, @Nullable Path otherFile) {
        if (file != null && otherFile != null && absolute(file).equals(absolute(otherFile))) {
            throw new IllegalArgumentException(
                    "%s and %s both name %s; give each its own file".formatted(option, other, file));
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** Unreadable files count as foreign. */
    private static boolean isOurs(Path path, String mark) {
        try {
            return !Files.isRegularFile(path) || AtomicFile.mayReplace(path, mark);
        } catch (IOException e) {
            return false; // what cannot be read cannot be known to be ours
        }
    }
}
