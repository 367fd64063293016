package io.github.fisherscope.spectra.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.ResidentMatrix;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same recurrences with vectors on a backend and in arrays. */
class ResidentQuadratureTest {
    static Stream<Arguments> spectra() {
        return Stream.of(
                Arguments.of("Marchenko-Pastur", Prescribed.marchenkoPastur(150, 0.5)),
                Arguments.of("power law", Prescribed.powerLaw(150, 1)),
                Arguments.of("degenerate top", Prescribed.degenerateTop(150, 10, 100)),
                Arguments.of("rank-deficient", Prescribed.rankDeficient(150, 12)),
                Arguments.of(
                        "tiny scale",
                        Arrays.stream(Prescribed.powerLaw(150, 1))
                                .map(v -> v * 1e-160)
                                .toArray()),
                Arguments.of("zero", new double[20]),
                Arguments.of("one by one", new double[] {3}));
    }

    /** Returns random unit vectors with eigenvectors in the second and the fourth place: these end at once. */
    private static double[][] starts(Prescribed a) {
        double[][] starts = new double[6][a.dimension()];
        for (int p = 0; p < starts.length; p++) {
            Probes.gaussian(8, p, starts[p]);
            Vectors.scale(1 / Vectors.norm(starts[p]), starts[p]);
        }
        starts[1] = a.eigenvector(0);
        starts[3] = a.eigenvector(0);
        return starts;
    }

    private static double moment(Tridiagonalization t, int power, double unit) {
        Quadrature rule = t.quadrature(t.steps());
        double sum = 0;
        for (int i = 0; i < rule.nodes().size(); i++) {
            sum += rule.weights().get(i) * Math.pow(rule.nodes().get(i) / unit, power);
        }
        return sum;
    }

    /** m steps give the moments up to 2m − 1 of a start vector, whatever rounding does to single nodes. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void theRouteChangesNeitherStepsNorMoments(String name, double[] eigenvalues) {
        try (ResidentMatrix there = ResidentMatrix.of(3, eigenvalues)) {
            double[][] starts = starts(there.prescribed());
            Tridiagonalization[] found = Tridiagonalization.run(there, starts, 25);
            Tridiagonalization[] expected = Tridiagonalization.run(there.prescribed(), starts, 25);
            double norm = there.prescribed().eigenvalues()[0];
            double unit = norm > 0 ? norm : 1;
            int calls = 0;
            for (int p = 0; p < starts.length; p++) {
                calls += found[p].steps();
                assertThat(found[p].steps()).as("steps of %d", p).isEqualTo(expected[p].steps());
                assertThat(found[p].exhausted()).isEqualTo(expected[p].exhausted());
                for (int power = 1; power <= Math.min(8, 2 * found[p].steps() - 1); power++) {
                    // power matrices one after the other, each with n additions
                    double rounding = 2 * power * (eigenvalues.length + 10) * Math.ulp(1.0);
                    assertThat(moment(found[p], power, unit))
                            .as("moment %d of start vector %d", power, p)
                            .isCloseTo(moment(expected[p], power, unit), within(rounding));
                }
            }
            assertThat(there.calls()).as("vectors multiplied on the backend").isEqualTo(calls);
        }
    }

    @Test
    void theNodesOfAWellSeparatedStartAgreeOneByOne() {
        try (ResidentMatrix there = ResidentMatrix.of(3, Prescribed.marchenkoPastur(150, 0.5))) {
            double[][] starts = starts(there.prescribed());
            Quadrature found = Tridiagonalization.run(there, starts, 12)[0].quadrature(12);
            Quadrature expected = Tridiagonalization.run(there.prescribed(), starts, 12)[0].quadrature(12);
            for (int i = 0; i < 12; i++) {
                // 12 steps do not reach an eigenvalue, so that nothing amplifies n ε ‖A‖ by more than a few decades
                assertThat(found.nodes().get(i)).isCloseTo(expected.nodes().get(i), within(1e-10));
                assertThat(found.weights().get(i)).isCloseTo(expected.weights().get(i), within(1e-10));
            }
        }
    }

    @Test
    void knownEigenpairsAreTakenOutThere() {
        QuadratureConfig config = new QuadratureConfig(10, 30, 5);
        try (ResidentMatrix there = ResidentMatrix.of(3, Prescribed.degenerateTop(150, 3, 100))) {
            Prescribed a = there.prescribed();
            List<RealVector> vectors =
                    Stream.of(0, 1, 2).map(i -> RealVector.of(a.eigenvector(i))).toList();
            RealVector values = RealVector.of(100, 100, 100);
            StochasticLanczosQuadrature slq = StochasticLanczosQuadrature.of(config);
            SpectralDensity found = slq.estimate(there, 400, values, vectors);
            int onBackend = there.calls();
            SpectralDensity expected = slq.estimate(a, 400, values, vectors);
            assertThat(found.operatorCalls())
                    .isEqualTo(expected.operatorCalls())
                    .isEqualTo(onBackend);
            assertThat(found.largestNode()).isCloseTo(100, within(1e-12));
            Estimate squares = found.traceOf(x -> x * x);
            Estimate reference = expected.traceOf(x -> x * x);
            assertThat(squares.value()).isCloseTo(reference.value(), within(1e-12 * reference.value()));
            // of 147 values up to 1 some would be 100 had the projection been left out
            for (Quadrature rule : found.probes()) {
                assertThat(rule.nodes().get(rule.nodes().size() - 1)).isLessThan(1 + 1e-10);
            }
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsNamed() {
        try (ResidentMatrix there = ResidentMatrix.of(3, 3, 2, Double.POSITIVE_INFINITY)) {
            assertThatExceptionOfType(ArithmeticException.class)
                    .isThrownBy(() -> StochasticLanczosQuadrature.of(new QuadratureConfig(2, 3, 1))
                            .estimate(there))
                    .withMessageContaining("Lanczos step 1, entry 0");
            assertThat(there.calls()).isEqualTo(2);
        }
    }
}
