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
        PairOverlaps plane = GaussianExpectation.of(phi).overlaps(a, a, rho);
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

    /** In a network without biases a zero input leaves every unit at 0, where relu' is 0 and leaky-relu' the slope. */
    @ParameterizedTest
    @CsvSource({
        "relu, 0",
        "leaky-relu:0.2, 0.2",
        "leaky-relu:-2, -2",
        "identity, 1",
        "tanh, 1",
        "erf, 1.1283791670955126"
    })
    void zeroSamplesHaveTheDerivativeAtZero(String name, double slope) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse(name), 1.5, 0, 5, 7, 6, 3);
        double[] gram = {0, 0, 0, 0, 1.2, 0.3, 0, 0.3, 0.8};
        InfiniteWidthKernel kernel = InfiniteWidthKernel.of(spec, RealVector.of(gram));
        // Only the biases' gradients are left: 1 + σ_w² φ'(0)² (1 + σ_w² φ'(0)²).
        double own = 1.5 * slope * slope;
        assertThat(kernel.entry(0, 0)).isCloseTo(1 + own * (1 + own), within(1e-12));
        // Beside a sample that is not zero: φ'(0) E φ' in each layer.
        double[] variances = {1.5 * 1.2, 0};
        GaussianExpectation e = GaussianExpectation.of(Activation.parse(name));
        variances[1] = 1.5 * e.at(variances[0]).meanSquare();
        double first = 1.5 * slope * e.at(variances[0]).meanDerivative();
        double second = 1.5 * slope * e.at(variances[1]).meanDerivative();
        assertThat(kernel.entry(0, 1)).isCloseTo(1 + second * (1 + first), within(1e-9));
        assertThat(kernel.entry(1, 0)).isEqualTo(kernel.entry(0, 1));
    }

    /** Smooth activations tend to their values at 0 as the sample does. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "erf", "sigmoid", "softplus", "gelu", "silu"})
    void smallSamplesTendToZeroOnes(String name) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse(name), 1.5, 0, 5, 7, 6, 3);
        double tiny = 1e-14;
        double[] none = {0, 0, 0, 1.2};
        double[] small = {tiny, 0.5 * Math.sqrt(1.2 * tiny), 0.5 * Math.sqrt(1.2 * tiny), 1.2};
        InfiniteWidthKernel zero = InfiniteWidthKernel.of(spec, RealVector.of(none));
        InfiniteWidthKernel near = InfiniteWidthKernel.of(spec, RealVector.of(small));
        for (int i = 0; i < 4; i++) {
            // Overlaps are of the order of the small sample's length, 1e-7, times the width.
            assertThat(near.entry(i / 2, i % 2)).isCloseTo(zero.entry(i / 2, i % 2), within(1e-5));
        }
    }

    /** Samples of raw pixels: norms in the hundreds of thousands, against integration of each pair. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "gelu", "sigmoid"})
    void rawPixelsAreIntegratedAsExactly(String name) {
        Activation phi = Activation.parse(name);
        double[] gram = {6e4, 4.5e4, 1e3, 4.5e4, 4e4, 500, 1e3, 500, 90};
        double[] m = gram.clone();
        double[] slopes = new double[9];
        new HermiteDual(phi).apply(m, slopes, 3);
        GaussianExpectation e = GaussianExpectation.of(phi);
        for (int s = 0; s < 3; s++) {
            for (int t = 0; t < 3; t++) {
                double c = gram[3 * s + t] / Math.sqrt(gram[4 * s] * gram[4 * t]);
                PairOverlaps direct = e.overlaps(gram[4 * s], gram[4 * t], Math.min(1, c));
                assertThat(m[3 * s + t]).isCloseTo(direct.value(), within(1e-8 * Math.max(1, direct.value())));
                assertThat(slopes[3 * s + t]).isCloseTo(direct.derivative(), within(1e-8));
            }
        }
    }
}
