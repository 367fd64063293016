package io.github.fisherscope.core.engine;

/** Thrown when an engine is not installed, does not start or loses a shard; the message says which, why and what to do. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
