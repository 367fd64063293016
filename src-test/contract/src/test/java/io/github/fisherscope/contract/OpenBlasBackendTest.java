package io.github.fisherscope.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.backend.Precision;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("openblas")
class OpenBlasBackendTest extends BackendContract {
    @Override
    public Backend open(BackendConfig config) {
        return Backends.onClassPath().open("openblas", config);
    }

    /** Around the order from which eigenvalues are found in two stages, on and off multiples of their bandwidth of 64. */
    static Stream<Arguments> twoStages() {
        return IntStream.of(999, 1000, 1087)
                .boxed()
                .flatMap(n -> Stream.of("spread", "clustered", "rank-deficient", "zero", "graded")
                        .map(kind -> Arguments.of(kind, n)));
    }

    @ParameterizedTest(name = "{0}, n = {1}")
    @MethodSource("twoStages")
    void aPrescribedSpectrumIsFoundInTwoStages(String kind, int n) {
        aPrescribedSpectrumIsFound(Precision.DOUBLE, kind, n);
    }

    @Test
    void twoStagesGiveTheSameBitsOnAnyNumberOfThreads() {
        Plain symmetric = Plain.random(1030, 1030, 5, Precision.DOUBLE);
        double[] one = eigenvalues(symmetric, 1);
        for (int threads : new int[] {2, 3, 5}) {
            assertThat(eigenvalues(symmetric, threads)).isEqualTo(one);
        }
    }

    private double[] eigenvalues(Plain lower, int threads) {
        try (Backend backend = open(new BackendConfig(Precision.DOUBLE, threads));
                Matrix a = lower.on(backend)) {
            return backend.symmetricEigenvalues(a);
        }
    }
}
