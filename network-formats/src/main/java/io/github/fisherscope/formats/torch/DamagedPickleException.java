package io.github.fisherscope.formats.torch;

import java.io.Serial;

/** A pickle is damaged, or holds what is not read. */
final class DamagedPickleException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DamagedPickleException(String problem) {
        super(problem);
    }
}
