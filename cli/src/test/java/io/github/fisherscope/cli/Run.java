package io.github.fisherscope.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/**
 * One run of the command in this JVM.
 *
 * @param code the exit code
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record Run(int code, String out, String err) {
    static Run of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FisherCommand.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Run(code, out.toString(), err.toString());
    }

    static Run of(List<String> args) {
        return of(args.toArray(String[]::new));
    }

    /** Splits at blanks and puts the folder in place of {@code @}. */
    static List<String> split(String commandLine, Object folder) {
        return List.of(commandLine.replace("@", folder.toString()).split(" "));
    }
}
