package io.github.fisherscope.backend.nd4j.internal;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.internal.shared.CpuBackend;

/**
 * Announces the backend {@code nd4j}. It ranks below {@code openblas}, so that {@code auto} never takes it where both
 * run: on a processor it is the slower of the two, and whether an accelerator is worth its start depends on the study.
 */
public final class Nd4jProvider implements BackendProvider {
    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public int rank() {
        return 50;
    }

    @Override
    public Availability availability() {
        return Nd4jRuntime.availability();
    }

    @Override
    public Backend open(BackendConfig config) {
        if (!(availability() instanceof Availability.Ready ready)) {
            throw new BackendUnavailableException("backend 'nd4j' cannot run here; ask availability() for the reason");
        }
        boolean onProcessor = Nd4jRuntime.onProcessor();
        int threads = onProcessor ? config.threads() : 1; // ND4J binds each further thread to another accelerator
        BackendInfo info = new BackendInfo(name(), ready.library(), ready.device(), config.precision(), threads);
        return new CpuBackend(info, new Nd4jEngine(config.precision(), onProcessor));
    }
}
