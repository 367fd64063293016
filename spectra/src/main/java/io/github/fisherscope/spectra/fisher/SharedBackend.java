package io.github.fisherscope.spectra.fisher;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import org.jspecify.annotations.Nullable;

/** The backend of everybody who names none, opened at first use and kept for the life of the program. */
final class SharedBackend {
    private static final SharedBackend INSTANCE = new SharedBackend();

    private @Nullable Backend backend;

    private SharedBackend() {}

    /**
     * Returns the best backend that runs here, in float64 on all processors.
     *
     * @throws io.github.fisherscope.core.backend.BackendUnavailableException if none does
     */
    static Backend get() {
        return INSTANCE.open();
    }

    private synchronized Backend open() {
        Backend opened = backend;
        if (opened == null) {
            opened = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
            backend = opened;
        }
        return opened;
    }
}
