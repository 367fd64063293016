package io.github.fisherscope.meanfield.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianExpectationTest {
    private static Offset<Double> relative(double bound, double value) {
        return within(bound * Math.abs(value));
    }

    private static GaussianExpectation of(String activation) {
        return GaussianExpectation.of(Activation.parse(activation));
    }

    @Test
    void tanhAgreesWithAdaptiveTwoDimensionalQuadrature() {
        PairOverlaps pair = of("tanh").overlaps(3.64, 0.64);
        // Anchors that an adaptive two-dimensional quadrature of another library reproduces to 1e-14.
        assertThat(pair.value()).isCloseTo(0.09245388110445110, within(1e-14));
        assertThat(pair.derivative()).isCloseTo(0.14550038039766844, within(1e-14));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 0.3, 2, 10, 30})
    void erfClosedFormsAgreeWithTheQuadratureForSmoothFunctions(double variance) {
        for (double gain : new double[] {Math.sqrt(0.5), 1}) {
            Activation.Erf erf = new Activation.Erf(gain);
            GaussianExpectation closed = GaussianExpectation.of(erf);
            TrapezoidExpectation plain = new TrapezoidExpectation(erf);
            for (double c : new double[] {-1, -0.6, 0, 0.2, 0.97, 1}) {
                PairOverlaps a = closed.overlaps(variance, c * variance);
                PairOverlaps b = plain.overlaps(variance, c * variance);
                assertThat(a.value()).isCloseTo(b.value(), within(1e-13 * Math.min(1, variance)));
                assertThat(a.derivative()).isCloseTo(b.derivative(), relative(1e-12, b.derivative()));
            }
        }
    }

    static Stream<Arguments> kinks() {
        return Stream.of(0.0, 0.2, -0.5, 1.0)
                .flatMap(k -> Stream.of(-1.0, -0.9, 0.0, 0.3, 0.999, 1.0).map(c -> Arguments.of(k, c)));
    }

    /** I_φ by nested integration split at the kink: a polar form, independent of the closed formulas. */
    @ParameterizedTest
    @MethodSource("kinks")
    void kinkClosedFormsAgreeWithIntegrationOverTheAngle(double slope, double c) {
        double a = 1.7;
        Activation phi = new Activation.LeakyRelu(slope);
        GaussianExpectation closed = GaussianExpectation.of(phi);
        // (u, v) = √a r (cos θ, cos(θ − ψ)) with c = cos ψ; φ is homogeneous, E r² = 2.
        double psi = StrictMath.acos(c);
        double value =
                AngularIntegral.of(psi, t -> 2 * a * phi.value(StrictMath.cos(t)) * phi.value(StrictMath.cos(t - psi)));
        double derivative = AngularIntegral.of(
                psi, t -> phi.derivative(StrictMath.cos(t)) * phi.derivative(StrictMath.cos(t - psi)));
        PairOverlaps pair = closed.overlaps(a, c * a);
        assertThat(pair.value()).isCloseTo(value, within(1e-13));
        assertThat(pair.derivative()).isCloseTo(derivative, within(1e-13));
    }

    @ParameterizedTest
    @CsvSource({"tanh", "erf", "sigmoid", "softplus", "gelu", "silu", "relu", "leaky-relu:0.2", "identity"})
    void derivativesOfTheTwoPointFunctionsAreTheTwoPointFunctionsOfDerivatives(String name) {
        GaussianExpectation e = of(name);
        double a = 1.3;
        for (double b : new double[] {-0.7, 0.1, 0.9}) {
            double h = 1e-4;
            double slope = difference(x -> e.overlaps(a, x).value(), b, h);
            double curvature = difference(x -> e.overlaps(a, x).derivative(), b, h);
            // Central differences with Richardson extrapolation: error about h⁴ plus rounding 1e-15/h.
            assertThat(slope).isCloseTo(e.overlaps(a, b).derivative(), within(1e-9));
            assertThat(curvature).isCloseTo(e.curvatureOverlap(a, b), within(1e-9));
        }
    }

    private static double difference(DoubleUnaryOperator f, double x, double h) {
        double wide = (f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h)) / (4 * h);
        double narrow = (f.applyAsDouble(x + h) - f.applyAsDouble(x - h)) / (2 * h);
        return (4 * narrow - wide) / 3;
    }

    @ParameterizedTest
    @CsvSource({"tanh", "erf", "sigmoid", "softplus", "gelu", "silu", "relu", "leaky-relu:-0.5", "identity"})
    void fullyAndUncorrelatedPairsReduceToOneVariable(String name) {
        GaussianExpectation e = of(name);
        for (double a : new double[] {0, 0.01, 2, 25}) {
            PointMoments p = e.at(a);
            PairOverlaps same = e.overlaps(a, a);
            PairOverlaps apart = e.overlaps(a, 0);
            assertThat(same.value()).isCloseTo(p.meanSquare(), relative(1e-12, p.meanSquare()));
            assertThat(same.derivative())
                    .isCloseTo(p.derivativeMeanSquare(), relative(1e-12, p.derivativeMeanSquare()));
            if (a > 0) {
                assertThat(apart.value()).isCloseTo(p.mean() * p.mean(), within(1e-13 * (1 + p.meanSquare())));
                double slope = p.meanDerivative() * p.meanDerivative();
                assertThat(apart.derivative()).isCloseTo(slope, within(1e-13));
            }
        }
    }

    /** Stein's lemma links the moments: E φφ'u = q E(φ'² + φφ''), for smooth functions and for kinks at zero. */
    @ParameterizedTest
    @CsvSource({"tanh", "erf", "sigmoid", "softplus", "gelu", "silu", "relu", "leaky-relu:0.2", "identity"})
    void momentsObeySteinsLemma(String name) {
        for (double q : new double[] {0.05, 1, 6}) {
            PointMoments p = of(name).at(q);
            double right = q * (p.derivativeMeanSquare() + p.curvature());
            assertThat(p.mixed()).isCloseTo(right, within(1e-13 * (1 + Math.abs(right))));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 0.3",
        "tanh, -0.8",
        "softplus, 0.9",
        "relu, 0.4",
        "relu, 0.9999",
        "relu, -0.4",
        "leaky-relu:0.2, 0.7"
    })
    void fluctuationsAgreeWithAPlainDoubleSum(String name, double c) {
        double a = 1.4;
        Activation phi = Activation.parse(name);
        GaussianExpectation e = GaussianExpectation.of(phi);
        PairFluctuations f = e.fluctuations(a, c * a);
        double[] direct = BruteForce.fluctuations(phi, a, c * a);
        double[] actual = {f.value(), f.cross(), f.derivativeVariance(), f.derivativeMixed(), f.derivativeSquare()};
        // The midpoint sums resolve a kink of width √(1 − c) only to second order in their step.
        double bound = phi.piecewiseLinear() ? 2e-4 : 1e-9;
        for (int i = 0; i < direct.length; i++) {
            assertThat(actual[i]).as("component %d", i).isCloseTo(direct[i], within(bound * (1 + Math.abs(direct[i]))));
        }
    }

    @Test
    void sharedMomentsHaveTheOverlapsAsMeans() {
        for (String name : new String[] {"tanh", "gelu", "relu", "leaky-relu:0.2", "identity"}) {
            GaussianExpectation e = of(name);
            for (double b : new double[] {-0.5, 0.4, 1.2}) {
                SharedFluctuations s = e.sharedFluctuations(1.2, b);
                PairOverlaps pair = e.overlaps(1.2, b);
                assertThat(s.means().w()).isCloseTo(pair.value(), within(1e-12));
                assertThat(s.means().j()).isCloseTo(pair.derivative(), within(1e-12));
                assertThat(s.forward().vv())
                        .isGreaterThanOrEqualTo(s.means().v() * s.means().v() * (1 - 1e-12));
            }
        }
    }

    @Test
    void badArgumentsAreNamed() {
        GaussianExpectation e = of("tanh");
        assertThatThrownBy(() -> e.at(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("variance");
        assertThatThrownBy(() -> e.at(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> e.overlaps(1, 1.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("covariance is 1.1");
    }
}
