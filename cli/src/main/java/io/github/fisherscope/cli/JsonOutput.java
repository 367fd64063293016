package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.AtomicFile;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a result goes as JSON: nowhere, alone on stdout, or to a file beside the text on stdout.
 *
 * @param file the file; null for stdout, or for nowhere
 */
record JsonOutput(boolean wanted, @Nullable Path file) {
    static final String OPTION = "--json";
    /** The schema that every document of ours names. */
    private static final String MARK = "\"fisherscope/";

    static final String LABEL = "-|FILE";
    static final String DESCRIPTION =
            "Write the result as JSON: '-' prints it alone on stdout, a file is written beside the text.";

    /**
     * Reads the option's value.
     *
     * @param value {@code -}, the name of a file, or null if the option was not given
     */
    static JsonOutput of(@Nullable String value) {
        if (value == null || value.equals("-")) {
            return new JsonOutput(value != null, null);
        }
        if (value.isBlank()) {
            throw new IllegalArgumentException("--json '" + value + "' names no file; write --json - or a file name");
        }
        try {
            return new JsonOutput(
                    true, OutputFile.checked(OPTION, Path.of(value), MARK).path());
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    "--json %s is not the name of a file (%s); choose another".formatted(value, e.getReason()), e);
        }
    }

    /** Returns whether stdout belongs to the JSON alone. */
    boolean claimsStdout() {
        return wanted && file == null;
    }

    /** Writes the document where it goes, if anywhere. */
    void write(String document, PrintWriter stdout) {
        Path target = file;
        if (target != null) {
            AtomicFile.write(target, out -> out.write(document.getBytes(StandardCharsets.UTF_8)));
        } else if (wanted) {
            stdout.print(document);
            stdout.flush();
        }
    }
}
