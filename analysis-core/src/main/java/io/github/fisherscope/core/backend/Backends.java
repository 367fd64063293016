package io.github.fisherscope.core.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The backends found on the class path. A backend is opened by name and never replaced silently by another. */
public final class Backends {
    /** The name that stands for the best usable backend; the result records which one it was. */
    public static final String AUTO = "auto";

    private final List<BackendProvider> providers;

    Backends(List<BackendProvider> providers) {
        this.providers = List.copyOf(providers);
    }

    /** Finds every {@link BackendProvider} that the service loader knows, best first. */
    public static Backends onClassPath() {
        List<BackendProvider> found = new ArrayList<>();
        ServiceLoader.load(BackendProvider.class).forEach(found::add);
        found.sort(Comparator.comparingInt(BackendProvider::rank).reversed().thenComparing(BackendProvider::name));
        return new Backends(found);
    }

    /** Returns the installed providers, best first, usable or not. */
    public List<BackendProvider> providers() {
        return providers;
    }

    /** Returns the names of the installed backends, best first. */
    public List<String> names() {
        return providers.stream().map(BackendProvider::name).toList();
    }

    /**
     * Opens a backend.
     *
     * @param name one of {@link #names()}, or {@link #AUTO}
     * @throws BackendUnavailableException if no such backend is installed, or it cannot run here
     */
    public Backend open(String name, BackendConfig config) {
        if (name.equals(AUTO)) {
            return openBest(config);
        }
        for (BackendProvider provider : providers) {
            if (provider.name().equals(name)) {
                if (provider.availability() instanceof Availability.Unusable unusable) {
                    throw new BackendUnavailableException("backend '%s' is installed but cannot run here: %s; %s"
                            .formatted(name, unusable.reason(), unusable.remedy()));
                }
                return provider.open(config);
            }
        }
        throw new BackendUnavailableException(
                "backend '%s' is not installed; installed are %s. Choose one of them or add the jar backend-%s to the class path"
                        .formatted(name, names(), name));
    }

    private Backend openBest(BackendConfig config) {
        for (BackendProvider provider : providers) {
            if (provider.availability() instanceof Availability.Ready) {
                return provider.open(config);
            }
        }
        throw new BackendUnavailableException(
                "no installed backend can run here (installed: %s); run 'fisher backends' for the reasons"
                        .formatted(names()));
    }
}
