package io.github.fisherscope.backend.cuda.internal;

import io.github.fisherscope.core.backend.Availability;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.BackendProvider;

/** Lets a study open the backend cuda on a simulated device by the name {@value #NAME}. */
public final class SimulatedProvider implements BackendProvider {
    static final String NAME = "simulated-cuda";

    private static volatile SimulatedDevice device = new SimulatedDevice(1L << 28);

    /** Makes the backends that are opened from now on use this device. */
    static void use(SimulatedDevice newDevice) {
        device = newDevice;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int rank() {
        return -100;
    }

    @Override
    public Availability availability() {
        return new Availability.Ready(SimulatedDevice.FACTS.libraries(), SimulatedDevice.FACTS.description());
    }

    @Override
    public Backend open(BackendConfig config) {
        return CudaProvider.open(NAME, new CudaSession(device), Arithmetic.of(config.precision()));
    }
}
