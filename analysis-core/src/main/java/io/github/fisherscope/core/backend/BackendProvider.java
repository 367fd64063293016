package io.github.fisherscope.core.backend;

import java.util.List;

/**
 * Announces a backend to {@link Backends}. Constructors are cheap and cannot fail; native code is loaded at the first
 * call of {@link #availability()}.
 */
public interface BackendProvider {
    /** Returns the name by which the backend is opened. */
    String name();

    /** Returns the preference of {@code auto}: the usable backend with the highest rank wins. */
    int rank();

    /** Says whether the backend runs here, after a small self-test. The answer is remembered. */
    Availability availability();

    /** Returns the number formats in which it can be opened, the widest first. */
    default List<Precision> precisions() {
        return List.of(Precision.DOUBLE, Precision.SINGLE);
    }

    /**
     * Opens the backend.
     *
     * @throws IllegalArgumentException if the precision is none of {@link #precisions()}
     * @throws BackendUnavailableException if it cannot run here
     */
    Backend open(BackendConfig config);
}
