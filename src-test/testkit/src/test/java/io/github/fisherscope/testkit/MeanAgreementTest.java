package io.github.fisherscope.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeanAgreementTest {
    private static final MeanAgreement ONE_IN_A_MILLION = new MeanAgreement(1e-6, 0.01, 0.06);

    /** Sums of twelve uniforms have mean 0 and variance 1; scaled to mean 1 and standard deviation 0.1. */
    private static double[] measurements(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = 1 + 0.1 * (random.doubles(12).sum() - 6);
        }
        return values;
    }

    @Test
    void aRightPredictionAgrees() {
        assertThatCode(() -> ONE_IN_A_MILLION.check("m", 1, measurements(800, 1)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.94, 1.06})
    void aPredictionThatIsSixPercentOffFailsBothWays(double wrong) {
        assertThatThrownBy(() -> ONE_IN_A_MILLION.check("m", wrong, measurements(800, 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("m: predicted " + wrong)
                .hasMessageContaining("800 measurements");
    }

    @Test
    void tooFewMeasurementsAreNoTestEvenWhenTheyAgree() {
        assertThatThrownBy(() -> ONE_IN_A_MILLION.check("m", 1, measurements(50, 1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("too wide to be a test")
                .hasMessageContaining("more than 50 measurements");
    }

    @Test
    void theIntervalMissesATrueMeanAsOftenAsItsRateSays() {
        // 2000 trials at a rate of 5 %: the count of misses has mean 100 and standard deviation 9.7; ±5 of them is a
        // false alarm of 6e-7 for a fixed seed drawn once.
        MeanAgreement rate = new MeanAgreement(0.05, 0, 10);
        int misses = 0;
        for (int trial = 0; trial < 2000; trial++) {
            try {
                rate.check("m", 1, measurements(20, 1000 + trial));
            } catch (AssertionError e) {
                misses++;
            }
        }
        assertThat(misses).isBetween(51, 149);
    }

    @Test
    void numbersThatAreNotFiniteNeverAgree() {
        assertThatThrownBy(() -> ONE_IN_A_MILLION.check("m", Double.NaN, measurements(800, 1)))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> ONE_IN_A_MILLION.check("m", 1, new double[] {1, Double.NaN, 1}))
                .isInstanceOf(AssertionError.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0,1", "1,0,1", "NaN,0,1", "0.1,-0.1,1", "0.1,NaN,1", "0.1,0.5,0.5", "0.1,0.5,NaN"})
    void rulesThatCannotTestAnythingAreRefused(double falseAlarm, double systematicError, double detectable) {
        assertThatThrownBy(() -> new MeanAgreement(falseAlarm, systematicError, detectable))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneMeasurementIsRefused() {
        assertThatThrownBy(() -> ONE_IN_A_MILLION.check("m", 1, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of measurements must be at least 2, was 1.0");
    }
}
