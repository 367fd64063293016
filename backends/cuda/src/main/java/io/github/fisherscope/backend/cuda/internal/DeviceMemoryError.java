package io.github.fisherscope.backend.cuda.internal;

/** The GPU's memory ran out; the message says what was asked for, what there is and what would fit. */
final class DeviceMemoryError extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    DeviceMemoryError(String message) {
        super(message);
    }
}
