package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.contract.BackendContract;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The whole kit on the GPU of this machine: {@code mvn verify -Pgpu}. */
@Tag("gpu")
class CudaBackendTest extends BackendContract {
    @BeforeAll
    static void aGpuIsNeeded() {
        UsableGpu.require();
    }

    @Override
    public Backend open(BackendConfig config) {
        return Backends.onClassPath().open("cuda", config);
    }
}
