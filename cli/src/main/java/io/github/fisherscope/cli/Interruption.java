package io.github.fisherscope.cli;

import java.io.PrintWriter;

/**
 * Says on Ctrl-C what is kept; the Java machine then ends with exit code 130 by itself. Nothing has to be saved: what is
 * finished is on the disk already.
 */
final class Interruption implements AutoCloseable {
    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    static Interruption announce(PrintWriter err, String message) {
        Thread hook = new Thread(
                () -> {
                    err.println();
                    err.println("fisher: " + message);
                    err.flush();
                },
                "interruption");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The machine is ending already and the message is being printed.
        }
    }
}
