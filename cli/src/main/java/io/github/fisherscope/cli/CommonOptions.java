package io.github.fisherscope.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command has. */
final class CommonOptions {
    @Option(
            scope = ScopeType.INHERIT,
            names = "--stacktrace",
            description = "Print the Java stack trace of a failure, for a bug report.")
    private boolean stackTrace;

    @Option(scope = ScopeType.INHERIT, names = "--quiet", description = "Print errors only, and what --json asks for.")
    private boolean quiet;

    @Option(
            scope = ScopeType.INHERIT,
            names = "--progress",
            description = "Show progress on stderr even where it is not a terminal.")
    private boolean progress;

    boolean stackTrace() {
        return stackTrace;
    }

    boolean quiet() {
        return quiet;
    }

    /** Refuses what contradicts itself. */
    void check() {
        if (quiet && progress) {
            throw new IllegalArgumentException("--quiet and --progress contradict each other; leave out one of them");
        }
    }

    boolean showProgress() {
        return !quiet && (progress || Terminal.isInteractive());
    }
}
