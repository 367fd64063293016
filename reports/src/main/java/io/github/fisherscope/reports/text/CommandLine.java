package io.github.fisherscope.reports.text;

import java.util.List;
import java.util.stream.Collectors;

/** Command lines that can be pasted into a POSIX shell. */
public final class CommandLine {
    private CommandLine() {}

    /** Returns the arguments with quotes where a shell would otherwise read more than text. */
    public static String quoted(List<String> arguments) {
        return arguments.stream()
                .map(a -> a.matches("[A-Za-z0-9_./:,=+@%-]+") ? a : "'" + a.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
