package io.github.fisherscope.core.io;

import org.jspecify.annotations.Nullable;

/** What a parser of JSON finds wrong, in words for the person who wrote the text. */
public final class ParserMessage {
    private ParserMessage() {}

    /** Returns the message without places inside the parser and without the names of its settings, which no user has. */
    public static String plain(@Nullable String message) {
        return asciiDigits(String.valueOf(message))
                .replaceAll(" \\(start marker at \\[.*?\\]\\)", "")
                .replaceAll(
                        "(?s)[:,]? *\\(?(to enable|enable|require enabling|not enabled|since Feature|from)\\b[^'`]*['`].*$",
                        "")
                .replaceAll("\\s+", " ")
                .replaceAll("\\((\\d+),?$", "($1)")
                .strip();
    }

    /** The parser writes some numbers with the digits of the machine's language. */
    private static String asciiDigits(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> ascii.appendCodePoint(Character.isDigit(c) ? '0' + Character.digit(c, 10) : c));
        return ascii.toString();
    }
}
