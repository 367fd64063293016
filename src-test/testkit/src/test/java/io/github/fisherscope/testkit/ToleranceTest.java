package io.github.fisherscope.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {

    @Test
    void aBoundIncludesItsEndAndNothingBeyond() {
        assertThat(Tolerance.absolute(0.5).holds(1, 1.5)).isTrue();
        assertThat(Tolerance.absolute(0.5).holds(1, Math.nextUp(1.5))).isFalse();
        assertThat(Tolerance.relative(0.25).holds(-4, -5)).isTrue();
        assertThat(Tolerance.relative(0.25).holds(-4, -5.01)).isFalse();
        assertThat(Tolerance.ulps(2).holds(1, 1 + 2 * Math.ulp(1.0))).isTrue();
        assertThat(Tolerance.ulps(2).holds(1, 1 + 3 * Math.ulp(1.0))).isFalse();
    }

    @Test
    void aRelativeBoundAsksForAnExactZero() {
        assertThat(Tolerance.relative(0.1).holds(0, 0)).isTrue();
        assertThat(Tolerance.relative(0.1).holds(0, Double.MIN_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatAreNotFiniteAgreeWithNothing(double odd) {
        Tolerance wide = Tolerance.absolute(1e300).or(Tolerance.relative(1e300));
        assertThat(wide.holds(odd, odd)).isFalse();
        assertThat(wide.holds(1, odd)).isFalse();
        assertThat(wide.holds(odd, 1)).isFalse();
    }

    @Test
    void tolerancesCombine() {
        Tolerance absolute = Tolerance.absolute(0.1);
        Tolerance relative = Tolerance.relative(0.1);
        assertThat(absolute.or(relative).holds(10, 10.5)).isTrue();
        assertThat(absolute.and(relative).holds(10, 10.5)).isFalse();
        assertThat(absolute.and(relative).holds(10, 10.05)).isTrue();
    }

    @Test
    void aFailureSaysWhatWasWrongByHowMuchAndWhatWasAllowed() {
        Tolerance tolerance = Tolerance.relative(1e-3).because("rounding of 100 additions");
        assertThatThrownBy(() -> tolerance.check("trace", 2, 2.5))
                .isInstanceOf(AssertionError.class)
                .hasMessage("trace: expected 2.0, was 2.5; off by 0.500 absolute, 0.250 relative, 1.13e+15 ulp;"
                        + " allowed relative 0.00100 (rounding of 100 additions)");
    }

    @Test
    void aVectorIsComparedEntryByEntryAndInLength() {
        Tolerance exact = Tolerance.absolute(0);
        exact.check("v", new double[] {1, 2}, new double[] {1, 2});
        exact.check("v", List.of(1.0), List.of(1.0));
        assertThatThrownBy(() -> exact.check("v", new double[] {1, 2, 3}, new double[] {1, 3, 4}))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("v[1] (2 of 3 entries differ): expected 2.0, was 3.0");
        assertThatThrownBy(() -> exact.check("v", new double[] {1, 2}, new double[] {1}))
                .isInstanceOf(AssertionError.class)
                .hasMessage("v: expected 2 entries, was 1");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1e-9, Double.NaN, Double.POSITIVE_INFINITY})
    void aBoundThatIsNoBoundIsRefused(double bound) {
        assertThatThrownBy(() -> Tolerance.absolute(bound)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tolerance.relative(bound)).isInstanceOf(IllegalArgumentException.class);
    }
}
