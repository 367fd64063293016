package io.github.fisherscope.integration;

import io.github.fisherscope.cli.FisherCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One run of {@code ./fisher} in this JVM.
 *
 * @param code the exit code
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record CommandRun(int code, String out, String err) {
    static CommandRun of(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = FisherCommand.run(new PrintWriter(out), new PrintWriter(err), args);
        return new CommandRun(code, out.toString(), err.toString());
    }

    /** Runs a command line without quotes. */
    static CommandRun ofLine(String commandLine) {
        return of(commandLine.split(" +"));
    }

    /** Returns the root of the checkout: the folder with the launcher. */
    static Path checkout() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("fisher.cmd"))) {
                return folder;
            }
        }
        throw new IllegalStateException("the tests do not run inside a checkout");
    }
}
