package io.github.fisherscope.cli;

/** The exit codes of the command, part of its contract. */
final class ExitCode {
    static final int OK = 0;
    static final int CHECK_FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int NOT_CONVERGED = 3;
    static final int BACKEND_UNAVAILABLE = 4;
    static final int OUT_OF_MEMORY = 5;

    /** What sysexits.h calls EX_SOFTWARE; the launcher uses it for a build that failed. */
    static final int DEFECT = 70;

    /** What sysexits.h calls EX_IOERR: a file, or what was printed, could not be written to its end. */
    static final int OUTPUT_LOST = 74;

    private ExitCode() {}
}
