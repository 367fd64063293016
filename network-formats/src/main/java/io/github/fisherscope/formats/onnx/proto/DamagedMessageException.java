package io.github.fisherscope.formats.onnx.proto;

import java.io.Serial;

/** The bytes are no message as they should be. */
final class DamagedMessageException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    DamagedMessageException(String problem) {
        super(problem);
    }
}
