package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.backend.Backend;

/** How much the buffers may take whose size is free to choose: blocks of samples, and vectors that share a pass. */
final class WorkMemory {
    /** Two blocks, signals and gradients may be held at once, beside matrices whose size is given. */
    static final long SHARE = 8;

    private static final int SMALLEST_EDGE = 32;

    private WorkMemory() {}

    /** Returns {@code most} bytes, or an eighth of what is free on the backend's device if that is less; at least 1. */
    static long of(Backend backend, long most) {
        return Math.max(1, Math.min(most, backend.freeBytes() / SHARE));
    }

    /**
     * Returns {@code wanted} rows and columns of a tile, or fewer on a small device: two tiles for each thread are held at
     * a time.
     */
    static int edge(Backend backend, int wanted) {
        long each = 2L * backend.threads() * backend.precision().bytes();
        double most = Math.sqrt((double) of(backend, each * wanted * wanted) / each);
        return (int) Math.min(wanted, Math.max(SMALLEST_EDGE, Math.round(most)));
    }
}
