package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;

/** The study through the host logic; everything that it needs of the device goes through kernels and libraries. */
class SimulatedStudyTest extends StudyOnCuda {
    private final SimulatedDevice device = new SimulatedDevice(1L << 28);

    @Override
    Backend open(BackendConfig config) {
        return CudaProvider.open("cuda", new CudaSession(device), Arithmetic.of(config.precision()));
    }

    @AfterEach
    void nothingIsLeftAndTheKernelsWereUsed() {
        assertThat(device.memory().free()).isEqualTo(device.memory().total());
        assertThat(device.launched())
                .containsAll(
                        EnumSet.of(Kernel.ACTIVATE, Kernel.MULTIPLY, Kernel.MULTIPLY_AND_ADD_SQUARES, Kernel.DOT_ROWS));
    }
}
