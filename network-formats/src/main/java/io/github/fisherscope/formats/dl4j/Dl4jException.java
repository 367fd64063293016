package io.github.fisherscope.formats.dl4j;

import java.io.Serial;

/** A network of DL4J cannot be read; the message says which layer and why. */
final class Dl4jException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    Dl4jException(String problem) {
        super(problem);
    }
}
