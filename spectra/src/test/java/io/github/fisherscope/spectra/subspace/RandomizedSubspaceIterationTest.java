package io.github.fisherscope.spectra.subspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RandomizedSubspaceIterationTest {
    static Stream<Arguments> spectra() {
        return Stream.of(
                Arguments.of("power law", Prescribed.powerLaw(200, 2), 8),
                Arguments.of("degenerate top", Prescribed.degenerateTop(200, 10, 100), 10),
                Arguments.of("wide range", Prescribed.wideRange(200), 8),
                Arguments.of("zero", new double[30], 4),
                Arguments.of("rank 3 of 30", Prescribed.rankDeficient(30, 3), 3),
                Arguments.of("one by one", new double[] {5}, 3));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void valuesLieWithinTheirResidualsAndTheRemainderBoundHolds(String name, double[] eigenvalues, int top) {
        Prescribed a = Prescribed.of(3, eigenvalues);
        SubspaceResult r =
                RandomizedSubspaceIteration.of(SubspaceConfig.defaults(top)).run(a);
        double rounding = 4 * (eigenvalues.length + 8) * Math.ulp(1.0) * a.eigenvalues()[0];
        assertThat(r.operatorCalls()).isEqualTo(a.calls());
        for (int i = 0; i < r.ritzValues().size(); i++) {
            assertThat(r.ritzValues().get(i))
                    .isCloseTo(a.eigenvalues()[i], within(r.residualNorms().get(i) + rounding));
        }
        int width = Math.min(eigenvalues.length, top + 10);
        double missed = width < eigenvalues.length ? a.eigenvalues()[width] : 0;
        assertThat(r.remainderBound()).isGreaterThanOrEqualTo(missed - rounding);
    }

    @Test
    void agreesWithBlockLanczosOnTheDegenerateTop() {
        Prescribed a = Prescribed.of(3, Prescribed.degenerateTop(200, 10, 100));
        SubspaceResult r =
                RandomizedSubspaceIteration.of(SubspaceConfig.defaults(10)).run(a);
        LanczosResult l =
                Lanczos.of(LanczosConfig.defaults(10).withBlockSize(10)).run(a);
        for (int i = 0; i < 10; i++) {
            assertThat(r.ritzValues().get(i)).isCloseTo(l.ritzValues().get(i), within(1e-10));
        }
    }

    @Test
    void moreIterationsShrinkTheResidualAsTheRatioOfEigenvalues() {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(200, 1));
        double few = worst(a, 1);
        double many = worst(a, 5);
        // the fifth value converges like (λ_16/λ_5)^q = (5/16)^4 ≈ 1e-2 over four more iterations
        assertThat(many).isLessThan(few / 20).isGreaterThan(few / 5000);
    }

    private static double worst(Prescribed a, int iterations) {
        SubspaceConfig config = SubspaceConfig.defaults(5).withIterations(iterations);
        return RandomizedSubspaceIteration.of(config).run(a).residualNorms().get(4);
    }
}
