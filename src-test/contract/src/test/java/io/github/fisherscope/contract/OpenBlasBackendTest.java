package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import org.junit.jupiter.api.Tag;

@Tag("openblas")
class OpenBlasBackendTest extends BackendContract {
    @Override
    public Backend open(BackendConfig config) {
        return Backends.onClassPath().open("openblas", config);
    }
}
