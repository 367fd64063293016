package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.contract.BackendContract;
import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import org.junit.jupiter.api.Test;

/**
 * The whole kit on a simulated device: everything between the interface of a backend and the calls of CUDA's libraries.
 * What those calls do on a GPU is {@link CudaBackendTest}'s matter.
 */
class SimulatedCudaBackendTest extends BackendContract {
    private static final long CAPACITY = 1L << 30;

    @Override
    public Backend open(BackendConfig config) {
        CudaSession session = new CudaSession(new SimulatedDevice(CAPACITY));
        return CudaProvider.open("cuda", session, Arithmetic.of(config.precision()));
    }

    @Test
    void theSelfTestPasses() {
        SimulatedDevice device = new SimulatedDevice(CAPACITY);
        assertThat(SelfTest.run(new CudaSession(device))).isEmpty();
        assertThat(device.memory().free()).as("what it leaves").isEqualTo(CAPACITY);
    }
}
