package io.github.fisherscope.backend.cuda.internal;

/** A call of a CUDA library that did not succeed. */
final class CudaCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outOfMemory;
    private final boolean contextLost;

    /**
     * @param call what was called
     * @param status what came back, by name and in words
     * @param kind what it means for what comes after
     */
    CudaCallException(String call, String status, Kind kind) {
        super("%s: %s".formatted(call, status));
        this.outOfMemory = kind == Kind.OUT_OF_MEMORY;
        this.contextLost = kind == Kind.CONTEXT_LOST;
    }

    boolean outOfMemory() {
        return outOfMemory;
    }

    boolean contextLost() {
        return contextLost;
    }

    /** What a failure means for the calls after it. */
    enum Kind {
        /** Memory is short; other calls may succeed. */
        OUT_OF_MEMORY,
        /** A kernel crashed or the GPU failed: CUDA refuses every further call of this process. */
        CONTEXT_LOST,
        /** Anything else. */
        OTHER
    }
}
