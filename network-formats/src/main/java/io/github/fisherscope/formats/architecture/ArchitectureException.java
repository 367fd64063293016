package io.github.fisherscope.formats.architecture;

import java.io.Serial;

/** A layer of an architecture file cannot be made; the message says which one and why. */
final class ArchitectureException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    ArchitectureException(String problem) {
        super(problem);
    }
}
