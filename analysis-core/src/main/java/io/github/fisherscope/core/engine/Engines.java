package io.github.fisherscope.core.engine;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.StreamSupport;

/** The engines found on the class path. */
public final class Engines {
    private final List<EngineProvider> providers;

    private Engines(List<EngineProvider> providers) {
        this.providers = providers;
    }

    /** Finds every {@link EngineProvider} that the service loader knows. */
    public static Engines onClassPath() {
        return new Engines(
                StreamSupport.stream(ServiceLoader.load(EngineProvider.class).spliterator(), false)
                        .toList());
    }

    /**
     * Opens an engine.
     *
     * @throws EngineException if no such engine is installed, or it does not start
     */
    public Engine open(String name, EngineConfig config) {
        return provider(name).open(config);
    }

    /**
     * Requires an engine to be installed.
     *
     * @throws EngineException if it is not
     */
    public void require(String name) {
        provider(name);
    }

    /** Returns the names of the engines that are installed. */
    public List<String> names() {
        return providers.stream().map(EngineProvider::name).sorted().toList();
    }

    private EngineProvider provider(String name) {
        return providers.stream()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new EngineException(
                        "engine '%s' is not installed; set FISHER_PROFILES=%s for ./fisher, or add the jar backend-%s and what it needs to the class path"
                                .formatted(name, name, name)));
    }
}
