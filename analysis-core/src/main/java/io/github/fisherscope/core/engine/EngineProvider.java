package io.github.fisherscope.core.engine;

/** Announces an engine to {@link Engines}. Constructors are cheap and cannot fail. */
public interface EngineProvider {
    /** Returns the name by which the engine is opened. */
    String name();

    /**
     * Opens the engine.
     *
     * @throws EngineException if it does not start
     * @throws IllegalArgumentException if the address of the cluster is none
     */
    Engine open(EngineConfig config);
}
