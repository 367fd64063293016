package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.AtomicFile;
import io.github.fisherscope.core.io.OutputFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        boolean writable = Files.exists(path) ? Files.isWritable(path) : folder == null || Files.isWritable(folder);
        if (!writable) {
            throw new IllegalArgumentException(
                    "%s %s cannot be written to; choose another path or change its permissions"
                            .formatted(option, path));
        }
        if (!isOurs(path, mark)) {
            throw OutputFileException.of(
                    path,
                    "this file was not written by Fisherscope, so it is not replaced",
                    "move it away or choose another name");
        }
        return new OutputFile(path);
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
