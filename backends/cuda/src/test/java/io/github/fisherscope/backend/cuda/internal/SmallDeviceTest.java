package io.github.fisherscope.backend.cuda.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.OutOfDeviceMemoryError;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.Execution;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import org.junit.jupiter.api.Test;

/** Whole studies on devices with little memory: planned for what is free, and again for less where that is not so. */
class SmallDeviceTest {
    private static final long ROOM = 256L << 20;

    /** Of this study the matrices that must be there take 0.3 MiB, all sensitivities 0.9 MiB, the dual matrix 6.9 MiB. */
    private static final NetworkSpec SPEC = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 12, 30, 30, 3);

    private static final int SAMPLES = 316;

    private static SpectrumResult study(SimulatedDevice device, Method method) {
        SimulatedProvider.use(device);
        Execution execution = Execution.defaults()
                .withBackend(SimulatedProvider.NAME)
                .withConfig(new BackendConfig(Precision.DOUBLE, 1));
        return SpectrumStudy.of(StudyConfig.random(SPEC, SAMPLES)
                        .withSeed(1)
                        .withMethod(method)
                        .withExecution(execution))
                .run();
    }

    /**
     * Blocks differ, and with them the order of sums of up to n = 948 terms: γ_n for a moment. Eigenvalues have
     * converged to a relative 1e-8 of the largest.
     */
    private static void requireSameNumbers(SpectrumResult found, SpectrumResult reference) {
        double rounding = 4 * 948 * Precision.DOUBLE.unitRoundoff();
        double mean = reference.spectrum().mean();
        assertThat(found.spectrum().mean()).isCloseTo(mean, within(rounding * mean));
        double second = reference.spectrum().secondMoment();
        assertThat(found.spectrum().secondMoment()).isCloseTo(second, within(rounding * second));
        double largest = reference.spectrum().max();
        assertThat(found.spectrum().max()).isCloseTo(largest, within(1e-8 * largest));
    }

    @Test
    void blocksShrinkToAnEighthOfWhatIsFreeAndTheNumbersStay() {
        SimulatedDevice roomy = new SimulatedDevice(ROOM);
        SpectrumResult reference = study(roomy, Method.LANCZOS);
        long enough = 3L << 20;
        assertThat(roomy.mostUsed())
                .as("what the study takes where there is room")
                .isGreaterThan(enough);
        SimulatedDevice small = new SimulatedDevice(enough);
        SpectrumResult found = study(small, Method.LANCZOS);
        requireSameNumbers(found, reference);
        assertThat(found.notes()).noneMatch(note -> note.contains("ran out"));
        assertThat(small.memory().free()).as("what is left behind").isEqualTo(enough);
    }

    @Test
    void aDualMatrixThatDoesNotFitIsRefusedBeforeAnyWorkWithAMethodThatDoes() {
        SimulatedDevice small = new SimulatedDevice(16L << 20);
        assertThatThrownBy(() -> study(small, Method.DUAL))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("method dual needs")
                .hasMessageContaining("16m of the device are free")
                .hasMessageContaining("Use the method lanczos, which needs");
        assertThat(small.allocations()).isZero();
        assertThat(study(small, Method.AUTO).spectrum().run().method()).isEqualTo("quadrature");
        assertThat(study(new SimulatedDevice(ROOM), Method.AUTO)
                        .spectrum()
                        .run()
                        .method())
                .isEqualTo("dual");
    }

    @Test
    void whereMemoryThatWasFreeIsGoneLessIsPlannedAndTheReportSaysSo() {
        SpectrumResult reference = study(new SimulatedDevice(ROOM), Method.LANCZOS);
        SimulatedDevice crowded = new SimulatedDevice(16L << 20);
        crowded.promiseTooMuch(13L << 20);
        SpectrumResult found = study(crowded, Method.LANCZOS);
        requireSameNumbers(found, reference);
        assertThat(found.notes()).anyMatch(note -> note.contains("ran out; everything was measured again"));
        assertThat(crowded.memory().free()).as("what is left behind").isEqualTo(16L << 20);
    }

    @Test
    void whatHasNoBlocksFailsOnceWithTheSizeThatFits() {
        SimulatedDevice crowded = new SimulatedDevice(64L << 20);
        crowded.promiseTooMuch(60L << 20);
        assertThatThrownBy(() -> study(crowded, Method.DUAL))
                .isInstanceOf(OutOfDeviceMemoryError.class)
                .hasMessageContaining("has no room for");
        assertThat(crowded.memory().free()).as("what is left behind").isEqualTo(64L << 20);
    }
}
