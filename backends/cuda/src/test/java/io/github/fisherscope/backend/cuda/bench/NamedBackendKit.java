package io.github.fisherscope.backend.cuda.bench;

import io.github.fisherscope.contract.BackendContract;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;

/** The whole kit on the backend that the system property require.backend names. */
class NamedBackendKit extends BackendContract {
    @Override
    public Backend open(BackendConfig config) {
        return Backends.onClassPath().open(System.getProperty("require.backend", "cuda"), config);
    }
}
