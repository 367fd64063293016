package io.github.fisherscope.formats.onnx.operator;

import java.io.Serial;

/** A node cannot be read; the message says what about it, and what to do. */
final class UnsupportedOperatorException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String remedy;

    UnsupportedOperatorException(String problem, String remedy) {
        super(problem);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
