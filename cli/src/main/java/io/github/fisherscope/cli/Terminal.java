package io.github.fisherscope.cli;

import java.io.Console;

/** Whether somebody is watching. */
final class Terminal {
    private Terminal() {}

    /**
     * Returns whether the process runs on an interactive terminal. From Java 22 on {@link System#console()} is no longer
     * null without one and has to be asked, by a method that Java 17 does not have.
     */
    @SuppressWarnings("SystemConsoleNull") // both answers are handled
    static boolean isInteractive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true; // Java 21 and older: a console is a terminal
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
