package io.github.fisherscope.backend.nd4j;

import io.github.fisherscope.contract.BackendContract;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;

class Nd4jBackendTest extends BackendContract {
    @Override
    public Backend open(BackendConfig config) {
        return Backends.onClassPath().open("nd4j", config);
    }
}
