package io.github.fisherscope.core.backend.internal.pure;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.internal.shared.CpuBackend;
import io.github.fisherscope.core.backend.internal.shared.Processor;

/** Announces the backend {@code java}, which runs wherever the JVM does. */
public final class JavaBackendProvider implements BackendProvider {
    private static final String LIBRARY =
            "packed Java kernels (" + Kernels.used().name() + "), EJML 0.46";

    @Override
    public String name() {
        return "java";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Availability availability() {
        return new Availability.Ready(LIBRARY, Processor.name());
    }

    @Override
    public Backend open(BackendConfig config) {
        BackendInfo info = new BackendInfo(name(), LIBRARY, Processor.name(), config.precision(), config.threads());
        return new CpuBackend(info, new JavaEngine(config.precision()));
    }
}
