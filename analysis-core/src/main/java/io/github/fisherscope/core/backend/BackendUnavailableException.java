package io.github.fisherscope.core.backend;

/** Thrown when a backend asked for by name is not installed or cannot run here; the message says why and what to do. */
public final class BackendUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendUnavailableException(String message) {
        super(message);
    }
}
