package io.github.fisherscope.core.backend;

/**
 * The memory of a backend's device ran out, not that of this machine; the message says what was asked for, what there is
 * and what would fit. Nothing else is lost: matrices keep their entries, and smaller ones may fit.
 */
public final class OutOfDeviceMemoryError extends OutOfMemoryError {
    private static final long serialVersionUID = 1L;

    public OutOfDeviceMemoryError(String message) {
        super(message);
    }
}
