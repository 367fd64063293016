package io.github.fisherscope.core.layer.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScalarFunctionTest {
    private static final double[] POINTS = {-4.3, -2.1, -0.7, -0.2, 0.3, 0.9, 1.7, 3.4, 5.2};

    /** Values from the definitions, worked out at one point each with another formula or by hand. */
    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(ScalarFunction.elu(2), -Math.log(2), -1.0),
                Arguments.of(ScalarFunction.elu(2), 3, 3.0),
                Arguments.of(ScalarFunction.selu(1.5, 2), -Math.log(4), -2.25),
                Arguments.of(ScalarFunction.celu(2), -2 * Math.log(2), -1.0),
                Arguments.of(ScalarFunction.geluTanh(), 1, 0.8411919906082768),
                Arguments.of(ScalarFunction.mish(), 0, 0.0),
                Arguments.of(ScalarFunction.mish(), Math.log(2), Math.log(2) * 0.8), // tanh(log 3) = (9 − 1)/(9 + 1)
                Arguments.of(ScalarFunction.swish(2), Math.log(3) / 2, Math.log(3) / 2 * 0.75),
                Arguments.of(ScalarFunction.hardSigmoid(0.2, 0.5), 1, 0.7),
                Arguments.of(ScalarFunction.hardSigmoid(0.2, 0.5), -3, 0.0),
                Arguments.of(ScalarFunction.hardSwish(), 1.5, 1.125),
                Arguments.of(ScalarFunction.hardSwish(), 4, 4.0),
                Arguments.of(ScalarFunction.softsign(), -3, -0.75),
                Arguments.of(ScalarFunction.exp(), Math.log(5), 5.0),
                Arguments.of(ScalarFunction.log(), Math.E, 1.0),
                Arguments.of(ScalarFunction.sqrt(), 6.25, 2.5),
                Arguments.of(ScalarFunction.abs(), -2.5, 2.5),
                Arguments.of(ScalarFunction.negate(), 2.5, -2.5),
                Arguments.of(ScalarFunction.reciprocal(), -4, -0.25),
                Arguments.of(ScalarFunction.square(), -3, 9.0),
                Arguments.of(ScalarFunction.clip(-1, 2), 3, 2.0),
                Arguments.of(ScalarFunction.clip(Double.NEGATIVE_INFINITY, 6), -7, -7.0),
                Arguments.of(ScalarFunction.power(3), -2, -8.0),
                Arguments.of(ScalarFunction.thresholdedRelu(1), 1, 0.0),
                Arguments.of(ScalarFunction.thresholdedRelu(1), 1.5, 1.5),
                Arguments.of(ScalarFunction.shrink(0.5, 0.25), -2, -1.75),
                Arguments.of(ScalarFunction.sin(), Math.PI / 6, 0.5),
                Arguments.of(ScalarFunction.cos(), Math.PI / 3, 0.5));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesAreThoseOfTheDefinition(ScalarFunction function, double point, double value) {
        assertThat(function.value().applyAsDouble(point)).isCloseTo(value, within(1e-15 * (1 + Math.abs(value)) * 4));
    }

    /** Where the function is not defined, its value is NaN and the point is left out; at least three are left. */
    @ParameterizedTest
    @MethodSource("values")
    void derivativesAreThoseOfTheValues(ScalarFunction function) {
        int compared = 0;
        for (double point : POINTS) {
            double step = 1e-5;
            double up = function.value().applyAsDouble(point + step);
            double down = function.value().applyAsDouble(point - step);
            if (!Double.isNaN(up)) {
                double slope = (up - down) / (2 * step);
                assertThat(function.derivative().applyAsDouble(point))
                        .isCloseTo(slope, within(1e-7 * (1 + Math.abs(slope))));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(3);
    }

    @Test
    void largeInputsStayFinite() {
        for (ScalarFunction f : new ScalarFunction[] {
            ScalarFunction.mish(), ScalarFunction.geluTanh(), ScalarFunction.swish(1), ScalarFunction.elu(1)
        }) {
            for (double u : new double[] {-800, 800}) {
                assertThat(f.value().applyAsDouble(u)).isFinite();
                assertThat(f.derivative().applyAsDouble(u)).isFinite();
            }
        }
    }

    @Test
    void numbersThatDefineNoFunctionAreRefused() {
        assertThatThrownBy(() -> ScalarFunction.celu(0)).hasMessageContaining("alpha of celu is 0");
        assertThatThrownBy(() -> ScalarFunction.clip(2, 1)).hasMessageContaining("2.0 and 1.0");
        assertThatThrownBy(() -> ScalarFunction.power(Double.NaN)).hasMessageContaining("a number of power");
    }
}
