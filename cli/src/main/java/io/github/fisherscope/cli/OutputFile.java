package io.github.fisherscope.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** A file that one result goes to; looked at before any work, so that hours are not lost on a path that cannot be written. */
record OutputFile(Path path) {
    /**
     * Returns the file if it can be written or made.
     *
     * @param option the option that names it
     * @throws IllegalArgumentException naming the option, the path and what is in the way
     */
    static OutputFile checked(String option, Path path) {
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
        return new OutputFile(path);
    }
}
