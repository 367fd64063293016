package io.github.fisherscope.cli;

import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.engine.EngineException;
import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.OutputFileException;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns failures into one line on the error stream and a documented exit code. */
final class Failures {
    private static final String STACK_TRACE = "--stacktrace";

    private static final int LONGEST_LINE = 1200;

    private Failures() {}

    static int onBadUsage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        printStackTrace(e, command.getErr(), Arrays.asList(args).contains(STACK_TRACE));
        String help = "see '%s --help'".formatted(command.getCommandSpec().qualifiedName());
        return report(command.getErr(), UsageMessage.of(e, args) + "; " + help, ExitCode.BAD_INPUT);
    }

    static int onFailure(Exception e, CommandLine command, ParseResult arguments) {
        boolean stackTrace = arguments.expandedArgs().contains(STACK_TRACE);
        PrintWriter err = command.getErr();
        printStackTrace(e, err, stackTrace);
        OptionNames options = OptionNames.of(arguments);
        if (e instanceof MemoryLimitException) {
            return report(err, options.inContext(e.getMessage()), ExitCode.OUT_OF_MEMORY);
        }
        if (e instanceof BackendUnavailableException || e instanceof EngineException) {
            return report(err, options.inContext(e.getMessage()), ExitCode.BACKEND_UNAVAILABLE);
        }
        if (e instanceof InputFileException file) {
            return report(
                    err,
                    options.withRemedy(options.named(file), file.remedy()),
                    file.isTooLarge() ? ExitCode.OUT_OF_MEMORY : ExitCode.BAD_INPUT);
        }
        if (e instanceof InvalidArgumentException argument) {
            return report(err, options.withRemedy(options.named(argument), argument.remedy()), ExitCode.BAD_INPUT);
        }
        if (e instanceof IllegalArgumentException) {
            return report(err, options.inContext(e.getMessage()), ExitCode.BAD_INPUT);
        }
        if (e instanceof OutputFileException) {
            return report(err, String.valueOf(e.getMessage()), ExitCode.OUTPUT_LOST);
        }
        if (e instanceof UncheckedIOException || e instanceof IOException) {
            return report(err, options.inContext(describe(e)), ExitCode.BAD_INPUT);
        }
        return defect(e, err, stackTrace);
    }

    /** Says that standard output did not take what was printed. */
    static int onLostOutput(PrintWriter err) {
        return report(
                err,
                "standard output could not be written to its end (full disk, or closed by the program that reads it);"
                        + " see that it has room and run the command again",
                ExitCode.OUTPUT_LOST);
    }

    /** Handles what no code is expected to catch: memory that ran out although the plan fits, and defects. */
    static int onError(Error e, PrintWriter err, String[] args) {
        boolean stackTrace = Arrays.asList(args).contains(STACK_TRACE);
        printStackTrace(e, err, stackTrace);
        if (e instanceof OutOfMemoryError && e.getClass() != OutOfMemoryError.class) { // of a backend, with its remedy
            return report(err, "out of memory: " + e.getMessage(), ExitCode.OUT_OF_MEMORY);
        }
        if (e instanceof OutOfMemoryError) {
            long limit = Runtime.getRuntime().maxMemory() >> 20;
            String remedy = "the Java heap may take " + limit + " MiB; give it more with FISHER_JAVA_OPTS=-Xmx8g,"
                    + " or use fewer samples or narrower layers"
                    + (Arrays.asList(args).contains("spectrum") ? ", or --method lanczos" : "");
            return report(err, "out of memory (" + e.getMessage() + "); " + remedy, ExitCode.OUT_OF_MEMORY);
        }
        return defect(e, err, stackTrace);
    }

    private static int defect(Throwable e, PrintWriter err, boolean stackTrace) {
        String request = stackTrace ? "" : ", with what " + STACK_TRACE + " prints";
        return report(err, "this is a defect of the program; please report it" + request + ": " + e, ExitCode.DEFECT);
    }

    private static void printStackTrace(Throwable e, PrintWriter err, boolean wanted) {
        if (wanted) {
            e.printStackTrace(err);
        }
    }

    private static int report(PrintWriter err, String message, int code) {
        err.println("fisher: " + shortened(PrintableWriter.line(message)));
        err.flush();
        return code;
    }

    /** Cuts what is too long to be read, a value as a rule, out of the middle: the option stands first and the remedy last. */
    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE
                ? line
                : line.substring(0, LONGEST_LINE / 2) + " … " + line.substring(line.length() - LONGEST_LINE / 2);
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
