package io.github.fisherscope.studies.plan;

/** Thrown before any work when a study would not fit into the memory allowed; the message names what would fit. */
public final class MemoryLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MemoryLimitException(String message) {
        super(message);
    }
}
