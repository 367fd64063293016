package io.github.fisherscope.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationTest {
    private static final double[] POINTS = {-30, -4.5, -1.3, -0.2, 0.1, 0.7, 2.4, 6, 35};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity",
                "relu",
                "leaky-relu:0.2",
                "tanh",
                "erf",
                "erf:0.7071067811865476",
                "sigmoid",
                "softplus",
                "gelu",
                "silu"
            })
    void derivativesAreThoseOfCentralDifferences(String name) {
        Activation phi = Activation.parse(name);
        // Fourth-order differences with step h: truncation about h⁴/30·|φ⁽⁵⁾| < 1e-10, rounding about 2u|φ|/h.
        double h = 2e-3;
        for (double u : POINTS) {
            double rounding = 1e-12 * (1 + Math.abs(phi.value(u)));
            assertThat(phi.derivative(u)).isCloseTo(difference(phi::value, u, h), within(1e-9 + rounding));
            assertThat(phi.secondDerivative(u)).isCloseTo(difference(phi::derivative, u, h), within(1e-9 + rounding));
        }
    }

    private static double difference(DoubleUnaryOperator f, double u, double h) {
        return (8 * (f.applyAsDouble(u + h) - f.applyAsDouble(u - h))
                        - (f.applyAsDouble(u + 2 * h) - f.applyAsDouble(u - 2 * h)))
                / (12 * h);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"identity", "relu", "leaky-relu:0.2", "tanh", "erf:0.5", "sigmoid", "softplus", "gelu", "silu"})
    void nameIsReadBack(String name) {
        Activation phi = Activation.parse(name);
        assertThat(Activation.parse(phi.id())).isEqualTo(phi);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "softplus", "gelu"})
    void batchEvaluationIsTheScalarOne(String name) {
        Activation phi = Activation.parse(name);
        double[] h = new double[POINTS.length];
        double[] d = new double[POINTS.length];
        phi.evaluate(POINTS, h, d, POINTS.length);
        for (int i = 0; i < POINTS.length; i++) {
            assertThat(h[i]).isEqualTo(phi.value(POINTS[i]));
            assertThat(d[i]).isEqualTo(phi.derivative(POINTS[i]));
        }
    }

    @Test
    void extremeArgumentsStayFinite() {
        for (String name : new String[] {"tanh", "erf", "sigmoid", "softplus", "gelu", "silu"}) {
            Activation phi = Activation.parse(name);
            for (double u : new double[] {-1e4, -750, 750, 1e4}) {
                assertThat(phi.value(u)).as("%s(%s)", name, u).isFinite();
                assertThat(phi.derivative(u)).as("%s'(%s)", name, u).isBetween(-1.2, 1.2);
            }
        }
    }

    @Test
    void unknownNameListsTheKnownOnes() {
        assertThatThrownBy(() -> Activation.parse("swoosh"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("swoosh")
                .hasMessageContaining("leaky-relu[:slope]");
        assertThatThrownBy(() -> Activation.parse("erf:x")).hasMessageContaining("'x' is not a number");
        assertThatThrownBy(() -> Activation.parse("tanh:2"))
                .hasMessageContaining("activation is 'tanh:2'; it must be one of identity");
    }

    @Test
    void namesAreReadUnderTurkishRules() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            assertThat(Activation.parse("IDENTITY")).isEqualTo(new Activation.Identity());
        } finally {
            Locale.setDefault(before);
        }
    }
}
