package io.github.fisherscope.spectra.lanczos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.dense.DenseEigenSolver;
import io.github.fisherscope.spectra.dense.DenseLibrary;
import io.github.fisherscope.spectra.lanczos.LanczosConfig.End;
import io.github.fisherscope.spectra.lanczos.LanczosResult.Stop;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanczosTest {
    static Stream<Arguments> spectra() {
        return Stream.of(
                Arguments.of("Marchenko-Pastur", Prescribed.marchenkoPastur(300, 0.5), 6),
                Arguments.of("power law", Prescribed.powerLaw(300, 1), 12),
                Arguments.of("degenerate top", Prescribed.degenerateTop(300, 10, 200), 12),
                Arguments.of("nearly degenerate top", clustered(), 12),
                Arguments.of("rank-deficient", Prescribed.rankDeficient(300, 8), 12),
                Arguments.of("1e6 down to 1e-14", Prescribed.wideRange(300), 20),
                Arguments.of("tiny scale", scaled(Prescribed.powerLaw(300, 1), 1e-160), 5),
                Arguments.of("huge scale", scaled(Prescribed.powerLaw(300, 1), 1e160), 5),
                Arguments.of("all equal", scaled(ones(60), 3), 5),
                Arguments.of("zero matrix", new double[60], 5),
                Arguments.of("one by one", new double[] {2}, 3),
                Arguments.of("two by two", new double[] {2, 2}, 2));
    }

    private static double[] clustered() {
        double[] d = Prescribed.degenerateTop(300, 10, 200);
        for (int i = 0; i < 10; i++) {
            d[i] *= 1 + 1e-9 * i;
        }
        return d;
    }

    private static double[] ones(int n) {
        double[] d = new double[n];
        java.util.Arrays.fill(d, 1.0);
        return d;
    }

    private static double[] scaled(double[] d, double factor) {
        return java.util.Arrays.stream(d).map(v -> v * factor).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void singleVectorsFindTheTopWithItsMultiplicity(String name, double[] eigenvalues, int top) {
        check(eigenvalues, LanczosConfig.defaults(top));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void blocksFindTheTopWithItsMultiplicity(String name, double[] eigenvalues, int top) {
        check(eigenvalues, LanczosConfig.defaults(top).withBlockSize(10));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void selectiveReorthogonalisationFindsTheSame(String name, double[] eigenvalues, int top) {
        LanczosConfig config = LanczosConfig.defaults(top)
                .withConfirmations(0)
                .withMaxBasis(400)
                .withReorthogonalization(Reorthogonalization.SELECTIVE);
        check(eigenvalues, config);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void blocksWithLittleRoomRestartAndFindTheSame(String name, double[] eigenvalues, int top) {
        LanczosConfig small = LanczosConfig.defaults(top).withMaxBasis(top + 12).withMaxOperatorCalls(200_000);
        check(eigenvalues, small);
    }

    private static void check(double[] eigenvalues, LanczosConfig config) {
        Prescribed a = Prescribed.of(21, eigenvalues);
        LanczosResult r = Lanczos.of(config).run(a).orElseThrow();
        int k = Math.min(config.top(), eigenvalues.length);
        double norm = a.eigenvalues()[0];
        double rounding = 10 * Math.ulp(1.0) * Math.sqrt(eigenvalues.length) * norm;
        // Ritz vectors of a basis that is orthogonal to √ε only
        boolean full = config.reorthogonalization() == Reorthogonalization.FULL;
        double vectorError = full ? 0 : 4 * Math.sqrt(Math.ulp(1.0)) * norm;
        assertThat(r.ritzValues().size()).isEqualTo(k);
        for (int i = 0; i < k; i++) {
            double allowed = Math.max(config.tolerance() * a.eigenvalues()[i], 2 * rounding);
            assertThat(r.ritzValues().get(i))
                    .as("value %d", i)
                    .isBetween(a.eigenvalues()[i] - allowed, a.eigenvalues()[i] + allowed);
            assertThat(r.residualNorms().get(i)).isLessThanOrEqualTo(2 * allowed + vectorError);
        }
        assertThat(r.orthogonality()).isLessThan(full ? 1e-13 : 1e-6);
        assertThat(r.operatorCalls()).isEqualTo(a.calls());
        for (int i = 0; i < k; i++) {
            // a second route to the residuals: apply the operator to the Ritz vectors
            double[] v = r.ritzVectors().get(i).toArray();
            double[] image = new double[v.length];
            a.apply(v, image);
            double squares = 0;
            for (int j = 0; j < v.length; j++) {
                squares += Math.pow((image[j] - r.ritzValues().get(i) * v[j]) / norm(a), 2);
            }
            assertThat(r.residualNorms().get(i) / norm(a)).isCloseTo(Math.sqrt(squares), within(rounding / norm(a)));
        }
    }

    /** Returns ‖A‖, or 1 for the zero matrix. */
    private static double norm(Prescribed a) {
        return a.eigenvalues()[0] > 0 ? a.eigenvalues()[0] : 1;
    }

    @Test
    void withoutConfirmationOneVectorMissesCopies() {
        // what the confirmations are for: the Krylov space of one vector is spanned by one vector per distinct value
        double[] d = ones(100);
        d[0] = d[1] = d[2] = 2;
        Prescribed a = Prescribed.of(21, d);
        LanczosConfig config = LanczosConfig.defaults(2);
        LanczosResult r = Lanczos.of(config.withConfirmations(0)).run(a).orElseThrow();
        assertThat(r.ritzValues().get(1)).isCloseTo(1, within(1e-13));
        assertThat(Lanczos.of(config).run(a).orElseThrow().ritzValues().get(1)).isCloseTo(2, within(1e-13));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 64})
    void fullBasisReproducesTheDenseSpectrum(int n) {
        Prescribed a = Prescribed.of(2, Prescribed.powerLaw(n, 0.7));
        LanczosResult r = Lanczos.of(LanczosConfig.defaults(n)).run(a).orElseThrow();
        assertThat(r.stop()).isEqualTo(new Stop.WholeSpace(n));
        RealVector dense = DenseEigenSolver.of(DenseLibrary.COMMONS_MATH).eigenvalues(a.dense(), n);
        for (int i = 0; i < n; i++) {
            assertThat(r.ritzValues().get(i)).isCloseTo(dense.get(i), within(1e-13)); // 4 n ε ‖A‖ = 6e-14 each
        }
        assertThat(r.toSpectrum(n).complete()).isTrue();
    }

    @Test
    void smallestEndIsFoundAndDescends() {
        double[] d = Prescribed.powerLaw(100, 1);
        d[3] = -2;
        Prescribed a = Prescribed.of(4, d);
        LanczosConfig config = LanczosConfig.defaults(3).withEnd(End.SMALLEST).withMaxBasis(80);
        LanczosResult r = Lanczos.of(config).run(a).orElseThrow();
        assertThat(r.ritzValues().get(2)).isCloseTo(-2, within(2e-9));
        assertThat(r.ritzValues().get(1)).isCloseTo(0.01, within(1e-11));
        assertThat(r.ritzValues().get(0)).isCloseTo(1.0 / 99, within(1e-11));
    }

    @Test
    void sameSeedGivesTheSameBitsAndOtherSeedsTheSameEigenvalues() {
        double[] d = Prescribed.marchenkoPastur(200, 0.4);
        LanczosConfig config = LanczosConfig.defaults(4);
        LanczosResult one = Lanczos.of(config).run(Prescribed.of(1, d));
        assertThat(Lanczos.of(config).run(Prescribed.of(1, d))).isEqualTo(one);
        LanczosResult other = Lanczos.of(config.withSeed(99)).run(Prescribed.of(1, d));
        assertThat(other.ritzValues().get(3))
                .isCloseTo(one.ritzValues().get(3), within(5e-9))
                .isNotEqualTo(0.0);
        assertThat(other.ritzVectors()).isNotEqualTo(one.ritzVectors());
    }

    @Test
    void startingFromTheAnswerIsCheap() {
        Prescribed a = Prescribed.of(6, Prescribed.powerLaw(400, 0.5));
        LanczosConfig config = LanczosConfig.defaults(4).withBlockSize(4).withConfirmations(0);
        LanczosResult cold = Lanczos.of(config).run(a).orElseThrow();
        LanczosResult warm = Lanczos.of(config).run(a, cold.ritzVectors()).orElseThrow();
        assertThat(warm.operatorCalls()).isLessThan(cold.operatorCalls() / 2);
        assertThat(warm.ritzValues().get(3)).isCloseTo(cold.ritzValues().get(3), within(1e-9));
    }

    @Test
    void dependentAndZeroStartVectorsAreReplaced() {
        Prescribed a = Prescribed.of(6, Prescribed.powerLaw(50, 0.5));
        RealVector zero = RealVector.of(new double[50]);
        RealVector v = RealVector.of(a.eigenvector(49));
        LanczosConfig config = LanczosConfig.defaults(2).withBlockSize(3);
        LanczosResult r = Lanczos.of(config).run(a, List.of(zero, v, v)).orElseThrow();
        assertThat(r.ritzValues().get(0)).isCloseTo(1, within(1e-9));
    }

    @Test
    void runningOutOfCallsIsAnOutcomeWithResiduals() {
        Prescribed a = Prescribed.of(6, Prescribed.marchenkoPastur(500, 0.9));
        LanczosResult r =
                Lanczos.of(LanczosConfig.defaults(5).withMaxOperatorCalls(20)).run(a);
        assertThat(r.stop()).isInstanceOf(Stop.StepLimit.class);
        assertThat(r.converged()).isFalse();
        for (int i = 0; i < 5; i++) {
            // the guarantee that holds without convergence: an eigenvalue lies within the residual
            double theta = r.ritzValues().get(i);
            double nearest = java.util.Arrays.stream(a.eigenvalues())
                    .map(v -> Math.abs(v - theta))
                    .min()
                    .orElseThrow();
            assertThat(nearest).isLessThanOrEqualTo(r.residualNorms().get(i));
            assertThat(r.residualNorms().get(i)).isCloseTo(r.residualBounds().get(i), within(1e-12));
        }
        assertThatExceptionOfType(NotConvergedException.class)
                .isThrownBy(r::orElseThrow)
                .withMessageContaining("maxOperatorCalls");
    }

    @Test
    void theFirstNumberThatIsNotFiniteIsReported() {
        int[] calls = {0};
        SymmetricOperator bad = new SymmetricOperator() {
            @Override
            public int dimension() {
                return 30;
            }

            @Override
            public void apply(double[] x, double[] y) {
                for (int i = 0; i < 30; i++) {
                    y[i] = (i + 1) * x[i];
                }
                if (++calls[0] == 5) {
                    y[17] = Double.NaN;
                }
            }
        };
        LanczosResult r = Lanczos.of(LanczosConfig.defaults(2)).run(bad);
        assertThat(r.stop()).isEqualTo(new Stop.NonFinite(5, 17));
        assertThatExceptionOfType(NotConvergedException.class)
                .isThrownBy(r::orElseThrow)
                .withMessageContaining("call 5, entry 17");
    }

    @Test
    void invalidOptionsCannotBeBuilt() {
        LanczosConfig d = LanczosConfig.defaults(5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LanczosConfig.defaults(0))
                .withMessageContaining("top is 0");
        assertThatIllegalArgumentException().isThrownBy(() -> d.withMaxBasis(6)).withMessageContaining("maxBasis is 6");
        assertThatIllegalArgumentException().isThrownBy(() -> d.withTolerance(Double.NaN));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> d.withBlockSize(2).withReorthogonalization(Reorthogonalization.SELECTIVE))
                .withMessageContaining("blockSize 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Lanczos.of(d).run(Prescribed.of(1, 1, 2), List.of(RealVector.of(1, 0), RealVector.of(0, 1))))
                .withMessageContaining("blockSize");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Lanczos.of(d).run(Prescribed.of(1, 1, 2), List.of(RealVector.of(1))))
                .withMessageContaining("length of a start vector");
    }
}
