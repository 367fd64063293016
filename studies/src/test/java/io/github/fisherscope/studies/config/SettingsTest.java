package io.github.fisherscope.studies.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.engine.EngineConfig;
import io.github.fisherscope.studies.fixture.Small;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a study is run: methods, their options, the machine, engines. */
class SettingsTest {
    private static final long GIB = 1L << 30;

    @ParameterizedTest
    @EnumSource(Method.class)
    void everyMethodIsReadBackFromItsName(Method method) {
        assertThat(Method.parse(method.id())).isEqualTo(method);
        assertThat(Method.parse("  " + method.id().toUpperCase(Locale.ROOT) + "\n"))
                .isEqualTo(method);
        assertThat(method.id()).matches("[a-z]+(-[a-z]+)*");
    }

    /** Every method but the choice itself is either direct or iterative, and only iterative ones estimate a density. */
    @ParameterizedTest
    @EnumSource(Method.class)
    void aMethodIsDirectOrIterative(Method method) {
        assertThat(method.direct() || method.iterative()).isEqualTo(method != Method.AUTO);
        assertThat(method.direct() && method.iterative()).isFalse();
        assertThat(method.density()).isEqualTo(method == Method.QUADRATURE || method == Method.KERNEL_POLYNOMIAL);
        assertThat(!method.density() || method.iterative()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eig", "lanczos2", "kernel_polynomial"})
    void unknownMethodsAreRefusedWithTheNamesOfAll(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Method.parse(text))
                .withMessageContaining("method")
                .withMessageContaining("kernel-polynomial")
                .withMessageContaining("auto");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1e-8, 10, 80, 0, top", "10001, 1e-8, 10, 80, 0, top", "10, 0, 10, 80, 0, tolerance",
        "10, NaN, 10, 80, 0, tolerance", "10, 0.2, 10, 80, 0, tolerance", "10, 1e-8, 1, 80, 0, probes",
        "10, 1e-8, 10, 1, 0, steps", "10, 1e-8, 10, 80, -1, trainingSteps",
    })
    void optionsOutsideTheirRangesAreRefusedByName(
            int top, double tolerance, int probes, int steps, int training, String named) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SpectrumOptions(top, tolerance, probes, steps, training, 0))
                .withMessageStartingWith(named);
    }

    @Test
    void eachOptionIsChangedAlone() {
        SpectrumOptions d = SpectrumOptions.defaults();
        assertThat(d.withTop(3)).isEqualTo(new SpectrumOptions(3, d.tolerance(), d.probes(), d.steps(), 0, 0));
        assertThat(d.withTolerance(1e-3)).isEqualTo(new SpectrumOptions(d.top(), 1e-3, d.probes(), d.steps(), 0, 0));
        assertThat(d.withProbes(4)).isEqualTo(new SpectrumOptions(d.top(), d.tolerance(), 4, d.steps(), 0, 0));
        assertThat(d.withSteps(5)).isEqualTo(new SpectrumOptions(d.top(), d.tolerance(), d.probes(), 5, 0, 0));
        assertThat(d.withTrainingSteps(6))
                .isEqualTo(new SpectrumOptions(d.top(), d.tolerance(), d.probes(), d.steps(), 6, 0));
    }

    @Test
    void theDefaultRunsOnTheBestBackendInSixtyPerCentOfTheMemory() {
        Execution execution = Execution.defaults();
        assertThat(execution.backend()).isEqualTo(Backends.AUTO);
        assertThat(execution.engine()).isNull();
        assertThat(execution.config().precision()).isEqualTo(Precision.DOUBLE);
        assertThat(execution.memoryLimit() / (double) Machine.physicalMemory()).isCloseTo(0.6, within(1e-9));
    }

    @Test
    void eachPartOfAnExecutionIsChangedAlone() {
        EngineChoice engine = new EngineChoice("spark", "local", 2, GIB, null);
        BackendConfig single = new BackendConfig(Precision.SINGLE, 3);
        Execution all = Small.ONE_THREAD
                .withBackend("b")
                .withConfig(single)
                .withMemoryLimit(5 * GIB)
                .withEngine(engine);
        assertThat(all).isEqualTo(new Execution("b", single, 5 * GIB, engine));
        assertThat(all.withEngine(null)).isEqualTo(new Execution("b", single, 5 * GIB, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.withMemoryLimit((1 << 20) - 1))
                .withMessageStartingWith("memoryLimit");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -3, (1 << 30) + 1})
    void numbersOfSamplesOutsideTheirRangeAreRefused(int samples) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new InputSource.StandardNormal(samples))
                .withMessageStartingWith("samples");
    }

    @Test
    void givenInputsCountTheirSamples() {
        assertThat(new InputSource.Given(Small.rows(2, 1, 2, 3, 4, 5, 6)).samples())
                .isEqualTo(3);
        assertThat(new InputSource.Given(Small.rows(2, 1, 2)).reading()).isNull();
    }

    /** A part of 256 MiB holds 2²⁸ bytes: with a million bytes a sample that is 268 of them. */
    @ParameterizedTest
    @CsvSource({
        // partitions asked for, samples, bytes of one, parts
        "5, 1000, 1, 5",
        "5, 3, 1, 3",
        "0, 1000, 1, 8",
        "0, 5, 1, 5",
        "0, 10000, 1e6, 38",
        "0, 1, 1e12, 1",
        "0, 300, 1e12, 300"
    })
    void samplesAreDividedByTheirSizeAlone(int asked, int samples, double perSample, int parts) {
        EngineChoice engine = new EngineChoice("spark", "local", asked, GIB, null);
        assertThat(engine.partitionsFor(samples, perSample)).isEqualTo(parts);
    }

    @Test
    void moreThanTheMostPartsAreNeverMade() {
        EngineChoice engine = new EngineChoice("spark", "local", 0, GIB, null);
        assertThat(engine.partitionsFor(Integer.MAX_VALUE, 1e12)).isEqualTo(EngineConfig.MOST_PARTITIONS);
    }

    @ParameterizedTest
    @CsvSource({"local, true", "local[4], true", "local[*], true", "spark://host:7077, false", "localhost, false"})
    void threadsOfThisProcessAreToldFromOthers(String master, boolean here) {
        assertThat(new EngineChoice("spark", master, 0, GIB, null).inThisProcess())
                .isEqualTo(here);
    }

    @Test
    void enginesWithoutMemoryOrWithTooManyPartsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineChoice("spark", "local", -1, GIB, null))
                .withMessageStartingWith("partitions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineChoice("spark", "local", EngineConfig.MOST_PARTITIONS + 1, GIB, null))
                .withMessageStartingWith("partitions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EngineChoice("spark", "local", 1, 1000, null))
                .withMessageStartingWith("executorMemory");
    }

    /** The largest resident size never falls: it is more after 64 MiB were touched than the heap that holds them. */
    @Test
    void theMachineTellsWhatItHas() {
        assertThat(Machine.physicalMemory()).isGreaterThan(256L << 20);
        assertThat(Machine.java()).contains(System.getProperty("java.version"));
        assertThat(Machine.platform()).contains(System.getProperty("os.arch"));
        Long before = Machine.peakResidentBytes();
        if (before != null) {
            byte[] touched = new byte[64 << 20];
            Arrays.fill(touched, (byte) 1);
            Long after = Machine.peakResidentBytes();
            assertThat(after).isNotNull().isGreaterThanOrEqualTo(Math.max(before, touched.length));
            assertThat(after).isLessThan(Machine.physicalMemory());
        }
    }
}
