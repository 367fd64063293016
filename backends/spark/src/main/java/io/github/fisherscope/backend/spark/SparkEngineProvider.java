package io.github.fisherscope.backend.spark;

import io.github.fisherscope.core.engine.Engine;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.core.engine.EngineProvider;

/** Announces the engine {@code spark}. */
public final class SparkEngineProvider implements EngineProvider {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public Engine open(EngineConfig config) {
        return SparkEngine.open(config);
    }
}
