package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.reports.study.MemoryLimitException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns failures into one line on the error stream and a documented exit code. */
final class Failures {
    private Failures() {}

    static int onBadUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("fisher: " + e.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(e, err)) {
            err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return ExitCode.BAD_INPUT;
    }

    static int onFailure(Exception e, CommandLine command, ParseResult arguments) {
        boolean stackTrace = arguments.expandedArgs().contains("--stacktrace");
        PrintWriter err = command.getErr();
        if (stackTrace) {
            e.printStackTrace(err);
        }
        if (e instanceof MemoryLimitException) {
            return report(err, e.getMessage(), ExitCode.OUT_OF_MEMORY);
        }
        if (e instanceof BackendUnavailableException) {
            return report(err, e.getMessage(), ExitCode.BACKEND_UNAVAILABLE);
        }
        if (e instanceof IllegalArgumentException || e instanceof InputFileException) {
            return report(err, e.getMessage(), ExitCode.BAD_INPUT);
        }
        if (e instanceof UncheckedIOException io) {
            return report(err, describe(io), ExitCode.BAD_INPUT);
        }
        if (e instanceof IOException io) {
            return report(err, describe(io), ExitCode.BAD_INPUT);
        }
        if (!stackTrace) {
            err.println("fisher: this is a defect of the program; please report it with the output of --stacktrace");
        }
        return report(err, e.toString(), CommandLine.ExitCode.SOFTWARE);
    }

    private static int report(PrintWriter err, @Nullable String message, int code) {
        err.println("fisher: " + message);
        return code;
    }

    private static String describe(Exception failure) {
        Throwable cause = failure.getCause();
        Throwable e = failure instanceof UncheckedIOException && cause != null ? cause : failure;
        if (e instanceof NoSuchFileException missing) {
            return "there is no file or folder '%s'; check the path".formatted(missing.getFile());
        }
        if (e instanceof AccessDeniedException denied) {
            return "no permission for '%s'; choose another path or change its permissions".formatted(denied.getFile());
        }
        if (e instanceof FileSystemException other) {
            return "'%s': %s; choose another path".formatted(other.getFile(), other.getReason());
        }
        return String.valueOf(e.getMessage());
    }
}
