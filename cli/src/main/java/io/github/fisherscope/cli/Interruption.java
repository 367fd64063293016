package io.github.fisherscope.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;

/**
 * Says on Ctrl-C what is kept; the Java machine then ends with exit code 130 by itself. Nothing has to be saved: what is
 * finished is on the disk already.
 */
final class Interruption {
    private Interruption() {}

    /** Does the work, with {@code message} printed if it is interrupted. */
    static <T> T during(PrintWriter err, String message, Supplier<T> work) {
        Thread hook = new Thread(
                () -> {
                    err.println();
                    err.println("fisher: " + message);
                    err.flush();
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.get();
        } finally {
            remove(hook);
        }
    }

    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is ending already and the message is being printed.
        }
    }
}
