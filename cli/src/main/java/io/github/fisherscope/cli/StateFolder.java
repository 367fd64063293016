package io.github.fisherscope.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of --checkpoint. */
final class StateFolder {
    private StateFolder() {}

    /** Returns the folder unless a file has its name or it has none; null stays null. */
    static @Nullable Path checked(@Nullable Path folder) {
        if (folder != null && Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException("--checkpoint %s: it is a file; name a folder".formatted(folder));
        }
        if (folder != null && folder.toString().isBlank()) {
            throw new IllegalArgumentException(
                    "--checkpoint '%s' names no folder; name one, or write --checkpoint . for this one"
                            .formatted(folder));
        }
        return folder;
    }
}
