package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;

class JavaBackendTest extends BackendContract {
    @Override
    public Backend open(BackendConfig config) {
        return Backends.onClassPath().open("java", config);
    }

    /** What lives on the heap. */
    @Override
    public long occupiedBytes() {
        System.gc();
        Runtime machine = Runtime.getRuntime();
        return machine.totalMemory() - machine.freeMemory();
    }
}
