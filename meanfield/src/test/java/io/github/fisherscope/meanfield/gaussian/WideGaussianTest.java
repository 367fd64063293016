package io.github.fisherscope.meanfield.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expectations over Gaussians much wider than the activation, where quadrature covers the core alone. */
class WideGaussianTest {
    private static final String[] SMOOTH = {"tanh", "erf", "sigmoid", "softplus", "gelu", "silu"};

    private static Offset<Double> relative(double bound, double value) {
        return within(bound * Math.abs(value));
    }

    private static GaussianExpectation of(String name) {
        return GaussianExpectation.of(Activation.parse(name));
    }

    /** The quadrature for any smooth function, given erf, against erf's closed forms. */
    @ParameterizedTest
    @ValueSource(doubles = {50, 3e3, 1e8, 1e20, 1e100})
    void theCoreRuleAgreesWithTheClosedFormsOfErf(double variance) {
        for (double gain : new double[] {0.3, 1, 20}) {
            Activation.Erf erf = new Activation.Erf(gain);
            GaussianExpectation closed = GaussianExpectation.of(erf);
            GaussianExpectation plain = new SmoothExpectation(erf);
            assertThat(plain.at(variance).meanSquare())
                    .isCloseTo(closed.at(variance).meanSquare(), within(1e-13));
            double d = closed.at(variance).derivativeMeanSquare();
            assertThat(plain.at(variance).derivativeMeanSquare()).isCloseTo(d, relative(1e-12, d));
            for (double c : new double[] {-1, -0.6, 0, 0.2, 0.97, 1 - 1e-12, 1}) {
                PairOverlaps a = closed.overlaps(variance, c * variance);
                PairOverlaps b = plain.overlaps(variance, c * variance);
                assertThat(b.value()).isCloseTo(a.value(), within(1e-12));
                assertThat(b.derivative()).isCloseTo(a.derivative(), relative(1e-11, a.derivative()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 0.5, 30, 1e6, 1e30})
    void variablesOfDifferentVariancesAgreeWithTheClosedFormsOfErf(double variance) {
        Activation.Erf erf = new Activation.Erf(0.8);
        GaussianExpectation closed = GaussianExpectation.of(erf);
        GaussianExpectation plain = new SmoothExpectation(erf);
        for (double other : new double[] {1e-3, 2, 1e5}) {
            for (double c : new double[] {-0.99, -0.3, 0, 0.5, 0.999999, 1}) {
                PairOverlaps a = closed.overlaps(variance, other, c);
                PairOverlaps b = plain.overlaps(variance, other, c);
                assertThat(b.value()).isCloseTo(a.value(), within(1e-12 * Math.sqrt(Math.min(1, variance))));
                assertThat(b.derivative()).isCloseTo(a.derivative(), relative(1e-10, a.derivative()));
            }
        }
    }

    /** With equal variances the rule for different ones must give what the other does. */
    @Test
    void bothRulesForPairsAgree() {
        for (String name : SMOOTH) {
            for (double a : new double[] {0.7, 12, 4e4}) {
                for (double c : new double[] {-0.8, 0, 0.4, 0.995}) {
                    PairOverlaps one = of(name).overlaps(a, c * a);
                    PairOverlaps two = of(name).overlaps(a, a, c);
                    assertThat(two.value()).isCloseTo(one.value(), within(1e-11 * Math.max(1, Math.abs(one.value()))));
                    assertThat(two.derivative()).isCloseTo(one.derivative(), relative(1e-10, one.derivative()));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tanh, 40, 0.3",
        "tanh, 250, -0.8",
        "tanh, 250, 0.9",
        "softplus, 150, 0.5",
        "gelu, 60, 0.7",
        "silu, 90, 0"
    })
    void fluctuationsAgreeWithAPlainDoubleSum(String name, double a, double c) {
        Activation phi = Activation.parse(name);
        PairFluctuations f = GaussianExpectation.of(phi).fluctuations(a, c * a);
        double[] direct = BruteForce.fluctuations(phi, a, c * a);
        double[] actual = {f.value(), f.cross(), f.derivativeVariance(), f.derivativeMixed(), f.derivativeSquare()};
        for (int i = 0; i < direct.length; i++) {
            assertThat(actual[i]).as("component %d", i).isCloseTo(direct[i], within(1e-8 * (1 + Math.abs(direct[i]))));
        }
    }

    @Test
    void squashingFunctionsBecomeSignsAndTheOthersRamps() {
        double q = 1e40;
        GaussianExpectation ramp = of("relu");
        for (double c : new double[] {-0.9, 0, 0.3, 0.99}) {
            double sign = 2 / Math.PI * StrictMath.asin(c);
            assertThat(of("tanh").overlaps(q, c * q).value()).isCloseTo(sign, within(1e-12));
            // (1 + sign)/2 of both variables.
            assertThat(of("sigmoid").overlaps(q, c * q).value()).isCloseTo(0.25 * (1 + sign), within(1e-12));
            double both = ramp.overlaps(q, c * q).value();
            for (String name : new String[] {"softplus", "gelu", "silu"}) {
                PairOverlaps pair = of(name).overlaps(q, c * q);
                assertThat(pair.value()).isCloseTo(both, relative(1e-12, both));
                assertThat(pair.derivative()).isCloseTo(ramp.overlaps(q, c * q).derivative(), within(1e-12));
            }
        }
        // ∫ sech⁴ = 4/3 times the density at 0.
        double density = 1 / Math.sqrt(2 * Math.PI * q);
        assertThat(of("tanh").at(q).derivativeMeanSquare() / density).isCloseTo(4.0 / 3, within(1e-12));
        assertThat(of("tanh").at(q).meanDerivative() / density).isCloseTo(2, within(1e-12));
    }

    @Test
    void steinsLemmaHoldsForWideGaussians() {
        for (String name : SMOOTH) {
            for (double q : new double[] {15, 400, 1e7}) {
                PointMoments p = of(name).at(q);
                double right = q * (p.derivativeMeanSquare() + p.curvature());
                assertThat(p.mixed())
                        .as("%s at %s", name, q)
                        .isCloseTo(right, within(1e-12 * (p.meanSquare() + q * p.derivativeMeanSquare())));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"tanh", "erf", "sigmoid", "softplus", "gelu", "silu", "relu", "leaky-relu:-0.5", "identity"})
    void derivativesByTheVarianceAreDerivatives(String name) {
        GaussianExpectation e = of(name);
        for (double a : new double[] {0.8, 60}) {
            for (double c : new double[] {-0.7, 0.1, 0.4, 0.8}) {
                double b = c * a;
                double h = 1e-4 * a;
                PairOverlaps up = e.overlaps(a + h, b);
                PairOverlaps down = e.overlaps(a - h, b);
                PairMoments m = e.pairMoments(a, b);
                // Central differences of relative step 1e-4: third derivatives of order 1 leave 1e-8.
                double scale = m.shared().means().v() / a;
                assertThat(m.valueByVariance())
                        .isCloseTo((up.value() - down.value()) / (2 * h), within(2e-7 * scale + 1e-10));
                assertThat(m.slopeByVariance())
                        .isCloseTo(
                                (up.derivative() - down.derivative()) / (2 * h),
                                within(1e-6 * m.shared().means().d() / a));
                assertThat(m.curvature()).isCloseTo(e.curvatureOverlap(a, b), within(0.0));
            }
        }
    }

    /** Covariances of a unit's value, square and derivative at fixed shared part, from their definition. */
    @ParameterizedTest
    @CsvSource({
        "tanh, 1.4, 0.3",
        "tanh, 100, 0.5",
        "gelu, 2, 0.6",
        "sigmoid, 3, -0.4",
        "relu, 1.4, 0.4",
        "leaky-relu:0.2, 1, 0.7"
    })
    void rowFluctuationsAgreeWithAPlainDoubleSum(String name, double a, double c) {
        Activation phi = Activation.parse(name);
        RowFluctuations f = GaussianExpectation.of(phi).pairMoments(a, c * a).row();
        double[] actual = {
            f.value(),
            f.square(),
            f.valueSquare(),
            f.valueDerivative(),
            f.squareDerivative(),
            f.derivative(),
            f.derivativeSquare()
        };
        double[] direct = BruteForce.rows(phi, a, c * a);
        double bound = phi.piecewiseLinear() ? 3e-4 : 1e-8;
        for (int i = 0; i < direct.length; i++) {
            assertThat(actual[i]).as("component %d", i).isCloseTo(direct[i], within(bound * (1 + Math.abs(direct[i]))));
        }
    }
}
