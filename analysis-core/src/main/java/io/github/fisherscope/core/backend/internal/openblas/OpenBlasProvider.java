package io.github.fisherscope.core.backend.internal.openblas;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.BackendUnavailableException;
import io.github.fisherscope.core.backend.internal.shared.CpuBackend;

/** Announces the backend {@code openblas}. */
public final class OpenBlasProvider implements BackendProvider {
    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public int rank() {
        return 100;
    }

    @Override
    public Availability availability() {
        return OpenBlasLibrary.availability();
    }

    @Override
    public Backend open(BackendConfig config) {
        Availability availability = availability();
        if (availability instanceof Availability.Ready ready) {
            BackendInfo info =
                    new BackendInfo(name(), ready.library(), ready.device(), config.precision(), config.threads());
            return new CpuBackend(info, new OpenBlasEngine(config.precision()));
        }
        Availability.Unusable unusable = (Availability.Unusable) availability;
        throw new BackendUnavailableException(
                "backend 'openblas' cannot run here: %s; %s".formatted(unusable.reason(), unusable.remedy()));
    }
}
