package io.github.fisherscope.core.io;

import org.jspecify.annotations.Nullable;

/** What a parser of JSON finds wrong, in words for the person who wrote the text. */
public final class ParserMessage {
    private ParserMessage() {}

    /** Returns the message without places inside the parser and without the names of its settings, which no user has. */
    public static String plain(@Nullable String message) {
        return String.valueOf(message)
                .replaceAll(" \\(start marker at \\[.*?\\]\\)", "")
                .replaceAll(
                        "(?s)[:,]? *\\(?(to enable|enable|require enabling|not enabled|since Feature|from)\\b[^'`]*['`].*$",
                        "")
                .replaceAll("\\s+", " ")
                .replaceAll("\\((\\d+),$", "($1)")
                .strip();
    }
}
