package io.github.fisherscope.core.network.arrays;

import java.io.Serial;
import java.util.Locale;

/**
 * A file leaves open what the network is. The message names the file and what is open; the answer goes into {@link
 * ReadOptions}.
 */
public final class UndecidedNetworkException extends IllegalArgumentException {
    @Serial
    private static final long serialVersionUID = 1;

    private final Question question;

    UndecidedNetworkException(Question question, String message, Object... arguments) {
        super(String.format(Locale.ROOT, message, arguments));
        this.question = question;
    }

    /** What is open. */
    public enum Question {
        /** Which index of the matrices counts the units. */
        ORIENTATION,
        /** Which activation the layers have. */
        ACTIVATION
    }

    /** Returns what is open. */
    public Question question() {
        return question;
    }
}
