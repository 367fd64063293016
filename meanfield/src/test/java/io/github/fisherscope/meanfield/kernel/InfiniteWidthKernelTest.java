package io.github.fisherscope.meanfield.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.FisherStatistics;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.gaussian.GaussianExpectation;
import io.github.fisherscope.meanfield.gaussian.PairOverlaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InfiniteWidthKernelTest {

    private static RealVector exchangeable(int n, double diagonal, double off) {
        double[] gram = new double[n * n];
        for (int i = 0; i < gram.length; i++) {
            gram[i] = i % (n + 1) == 0 ? diagonal : off;
        }
        return RealVector.of(gram);
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "relu", "leaky-relu:0.2", "erf", "tanh", "gelu", "silu", "softplus", "sigmoid"})
    void exchangeableInputsGiveTheTwoLevelSpectrum(String name) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse(name), 1.7, 0.3, 50, 70, 60, 3);
        int n = 12;
        InputMoments moments = new InputMoments(1.2, 0.25);
        FisherStatistics s = FisherStatistics.of(spec, OrderParameters.of(spec, moments), n);
        InfiniteWidthKernel kernel = InfiniteWidthKernel.of(spec, exchangeable(n, 1.2, 0.25));
        RealVector eigenvalues = kernel.eigenvalues();
        double tolerance = 1e-8 * s.gradientSquare();
        assertThat(eigenvalues.get(0)).isCloseTo(s.finiteWidth().largest(), within(tolerance));
        assertThat(eigenvalues.get(1)).isCloseTo(s.finiteWidth().bulk(), within(tolerance));
        assertThat(eigenvalues.get(n - 1)).isCloseTo(s.finiteWidth().bulk(), within(tolerance));
        double p = s.parameters();
        assertThat(kernel.trace(3) / p).isCloseTo(s.finiteWidth().mean(), within(tolerance / p * 3));
        assertThat(kernel.traceOfSquare(3) / p)
                .isCloseTo(
                        s.finiteWidth().secondMoment(),
                        within(1e-8 * s.finiteWidth().secondMoment()));
    }

    /** Hermite expansion against closed forms: erf once as itself and once as any smooth function. */
    @Test
    void hermiteExpansionAgreesWithTheClosedFormForErfAtDifferentNorms() {
        Activation erf = new Activation.Erf(1);
        double[] gram = {1.3, 0.4, -0.7, 0.4, 0.6, 0.1, -0.7, 0.1, 2.5};
        double[] closed = gram.clone();
        double[] closedSlopes = new double[9];
        DualActivation.of(erf).apply(closed, closedSlopes, 3);
        double[] series = gram.clone();
        double[] seriesSlopes = new double[9];
        new HermiteDual(erf).apply(series, seriesSlopes, 3);
        for (int i = 0; i < 9; i++) {
            assertThat(series[i]).isCloseTo(closed[i], within(2 * HermiteDual.TOLERANCE));
            assertThat(seriesSlopes[i]).isCloseTo(closedSlopes[i], within(2 * HermiteDual.TOLERANCE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 2, 0.3",
        "tanh, 2, 0.97",
        "tanh, 9, 0.99999",
        "silu, 4, -0.8",
        "gelu, 3, 0.999",
        "softplus, 3, 0.5"
    })
    void bothSmoothRoutesAgreeWithTheNestedRuleAtEqualNorms(String name, double a, double rho) {
        Activation phi = Activation.parse(name);
        PairOverlaps exact = GaussianExpectation.of(phi).overlaps(a, rho * a);
        double nudge = a * (1 + 1e-13);
        double[] gram = {a, rho * a, rho * a, nudge};
        double[] slopes = new double[4];
        new HermiteDual(phi).apply(gram, slopes, 2);
        assertThat(gram[1]).isCloseTo(exact.value(), within(2 * HermiteDual.TOLERANCE));
        assertThat(slopes[1]).isCloseTo(exact.derivative(), within(2 * HermiteDual.TOLERANCE));
        PairOverlaps plane = PlaneRule.overlaps(phi, a, a, rho);
        assertThat(plane.value()).isCloseTo(exact.value(), within(HermiteDual.TOLERANCE));
    }

    @Test
    void linearNetworksGiveThePolynomialOfTheGramMatrix() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Identity(), 1, 0, 3, 7, 5, 2);
        RealVector gram = InfiniteWidthKernel.gram(RealVector.of(1, 2, -1, 0.5, 0, 3), 3);
        InfiniteWidthKernel kernel = InfiniteWidthKernel.of(spec, gram);
        for (int i = 0; i < 4; i++) {
            assertThat(kernel.entry(i / 2, i % 2)).isCloseTo((3 + 7 + 5) * gram.get(i) + 3, within(1e-13));
        }
    }

    @Test
    void gramsThatAreNotSquareAreRefused() {
        NetworkSpec spec = NetworkSpec.of(new Activation.Tanh(), 1, 0, 3, 7, 2);
        assertThatThrownBy(() -> InfiniteWidthKernel.of(spec, RealVector.of(1, 2, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("square");
    }
}
