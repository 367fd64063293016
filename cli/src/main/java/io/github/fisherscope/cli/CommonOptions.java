package io.github.fisherscope.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command has. */
final class CommonOptions {
    @Option(scope = ScopeType.INHERIT, names = "--stacktrace", description = "Print the stack trace of a failure.")
    private boolean stackTrace;

    @Option(
            scope = ScopeType.INHERIT,
            names = "--quiet",
            description = "Print nothing but errors (and what --json asks for).")
    private boolean quiet;

    @Option(
            scope = ScopeType.INHERIT,
            names = "--progress",
            description = "Show progress on stderr even when it is not a terminal.")
    private boolean progress;

    boolean stackTrace() {
        return stackTrace;
    }

    boolean quiet() {
        return quiet;
    }

    boolean showProgress() {
        return !quiet && (progress || Terminal.isInteractive());
    }
}
