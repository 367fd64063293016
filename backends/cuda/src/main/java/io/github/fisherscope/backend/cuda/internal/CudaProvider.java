package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendInfo;
import io.github.fisherscope.core.backend.BackendProvider;
import io.github.fisherscope.core.backend.internal.shared.CpuBackend;

/**
 * Announces the backend {@code cuda}. It ranks below the others, so that {@code auto} does not take it: whether a GPU is
 * worth its start depends on the study, and this backend has not been run on one yet (docs/how-to/gpu.md).
 */
public final class CudaProvider implements BackendProvider {
    static final int RANK = -10;

    @Override
    public String name() {
        return "cuda";
    }

    @Override
    public int rank() {
        return RANK;
    }

    @Override
    public Availability availability() {
        return CudaRuntime.availability();
    }

    @Override
    public Backend open(BackendConfig config) {
        return open(name(), CudaRuntime.session(name()), Arithmetic.of(config.precision()));
    }

    /** Opens a backend on a device; the device shares the work, so that one thread of the host gives it out. */
    static Backend open(String name, CudaSession session, Arithmetic arithmetic) {
        DeviceFacts facts = session.facts();
        String library = arithmetic == Arithmetic.TF32 ? facts.libraries() + ", products in TF32" : facts.libraries();
        BackendInfo info = new BackendInfo(name, library, facts.description(), arithmetic.storage(), 1);
        return new CpuBackend(info, new CudaEngine(session, arithmetic));
    }
}
