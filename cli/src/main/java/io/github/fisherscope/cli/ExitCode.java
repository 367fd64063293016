package io.github.fisherscope.cli;

/** The exit codes of the command, part of its contract. */
final class ExitCode {
    static final int OK = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int NOT_CONVERGED = 3;
    static final int BACKEND_UNAVAILABLE = 4;
    static final int OUT_OF_MEMORY = 5;

    static final String[] DESCRIPTIONS = {
        "0:done",
        "1:a check disagreed (verify, --check)",
        "2:bad arguments or input; nothing was written",
        "3:did not converge; the result is written and says so",
        "4:the backend is not available",
        "5:would not fit in memory",
        "130:interrupted"
    };

    private ExitCode() {}
}
