package io.github.fisherscope.contract;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;

/**
 * Everything that {@link Backend} promises. The test class of a backend extends this and opens the backend; it may add
 * tests of its own.
 */
public abstract class BackendContract
        implements ProductContract, ElementwiseContract, EigenContract, LifecycleContract, ThreadingContract {
    /** Opens a new instance of the backend under test; every test closes what it opens. */
    @Override
    public abstract Backend open(BackendConfig config);
}
