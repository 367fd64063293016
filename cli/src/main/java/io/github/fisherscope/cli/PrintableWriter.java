package io.github.fisherscope.cli;

import io.github.fisherscope.core.io.VisibleText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes text so that it can do nothing to a terminal: control characters other than tabs and ends of lines, and marks
 * that change the direction of writing, appear as {@code \}{@code u001b}. They come from titles, names of files and
 * names in files.
 */
final class PrintableWriter extends Writer {
    private final PrintWriter target;
    private boolean carriageReturn;

    PrintableWriter(PrintWriter target) {
        this.target = target;
    }

    /** Returns a text on one line in which nothing is left that a terminal would obey. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.replaceAll("\\s*\\R\\s*", " ").chars().forEach(c -> append(line, (char) c));
        return line.toString();
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = offset; i < offset + length; i++) {
            char c = buffer[i];
            if (carriageReturn) {
                text.append(c == '\n' ? "\r" : "\\u000d");
            }
            carriageReturn = c == '\r';
            if (c == '\n' || c == '\t') {
                text.append(c);
            } else if (!carriageReturn) {
                append(text, c);
            }
        }
        target.append(text);
    }

    private static void append(StringBuilder text, char c) {
        if (VisibleText.isHidden(c)) {
            text.append(VisibleText.spelled(c));
        } else {
            text.append(c);
        }
    }

    /** @throws IOException if what was written did not arrive */
    @Override
    public void flush() throws IOException {
        if (target.checkError()) {
            throw new IOException("the output could not be written");
        }
    }

    @Override
    public void close() throws IOException {
        flush();
    }
}
