package io.github.fisherscope.formats.keras;

import java.io.Serial;

/** A model of Keras cannot be read; the message says which layer and why. */
final class KerasException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    KerasException(String problem) {
        super(problem);
    }
}
