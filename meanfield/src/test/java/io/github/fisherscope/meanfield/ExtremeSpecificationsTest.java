package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever can be typed has a prediction of finite numbers or a sentence, within a second. */
class ExtremeSpecificationsTest {
    private static final double[] VARIANCES = {1e-200, 1e-10, 2, 1e4, 1e12, 1e20, 1e120, 1e200};

    /** The aim is one second on an idle machine; the first call of a test compiles as well. */
    private static final double SECONDS = 3;

    private static NetworkSpec uniform(String activation, double w, double b, int depth, int width) {
        int[] widths = new int[depth + 1];
        Arrays.fill(widths, width);
        widths[depth] = 2;
        return NetworkSpec.of(Activation.parse(activation), w, b, widths);
    }

    /** Returns whether there is a prediction. */
    private static boolean predicts(NetworkSpec spec, InputMoments moments, long samples) {
        var clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();
        boolean predicts = true;
        try {
            MeanFieldPrediction p = MeanFieldTheory.predict(spec, moments, samples);
            var best = p.recommended();
            assertThat(new double[] {best.mean(), best.secondMoment(), best.topMean(), best.largest(), best.bulk()})
                    .as("%s", spec)
                    .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
            assertThat(p.phase().chi1()).isNotNaN();
            assertThat(p.scatter().mean()).as("%s %s", spec, moments).isFinite();
            ExpectationShift shift = ExpectationShift.of(p);
            assertThat(new double[] {
                        p.scatter().secondMoment(),
                        p.scatter().largest(),
                        shift.mean(),
                        shift.secondMoment(),
                        shift.topMean(),
                        shift.bulk(),
                        shift.learningRate(),
                        shift.fisherRao()
                    })
                    .as("scatter and allowances of %s %s", spec, moments)
                    .doesNotContain(Double.NaN);
        } catch (IllegalArgumentException e) {
            predicts = false;
            assertThat(e.getMessage()).contains("the range of doubles").contains("nearer to 1");
        }
        assertThat((clock.getCurrentThreadCpuTime() - start) * 1e-9)
                .as("seconds for %s", spec)
                .isLessThan(SECONDS);
        return predicts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tanh",
                "erf",
                "sigmoid",
                "softplus",
                "gelu",
                "silu",
                "relu",
                "identity",
                "leaky-relu:-3",
                "leaky-relu:1e300",
                "erf:1e300",
                "erf:1e-300",
                "erf:1e100"
            })
    void everyVarianceHasAnAnswer(String activation) {
        for (double w : VARIANCES) {
            for (double b : new double[] {0, 1e-100, 0.1, 1e20, 1e200, Double.MAX_VALUE}) {
                predicts(NetworkSpec.of(Activation.parse(activation), w, b, 6, 5, 2), InputMoments.standardNormal(), 4);
            }
        }
        for (double q : new double[] {1e-300, 1e-30, 2e4, 1e60, 1e198, 1e300}) {
            NetworkSpec spec = NetworkSpec.of(Activation.parse(activation), 2, 0.1, 6, 5, 2);
            predicts(spec, new InputMoments(q, 0.7 * q), 4);
            predicts(spec, new InputMoments(q, 0), 4);
        }
    }

    /** Inputs whose mean was subtracted overlap by −q̂⁰/(T − 1); all eigenvalues but that of the shared direction are then equal. */
    @Test
    void inputsWithoutMeanHaveNoOutlierAndAPositiveLargestEigenvalue() {
        NetworkSpec spec = new NetworkSpec(java.util.List.of(6, 5, 2), Activation.parse("identity"), 1, 0, false);
        MeanFieldPrediction p = MeanFieldTheory.predict(spec, new InputMoments(1, -1.0 / 3), 4);
        double s1 = p.statistics().gradientSquare();
        double s2 = p.statistics().gradientOverlap();
        assertThat(s2).isCloseTo(-s1 / 3, org.assertj.core.api.Assertions.within(1e-12 * s1));
        assertThat(p.statistics().finiteWidth().largest()).isEqualTo((s1 - s2) / 4);
        assertThat(p.failures()).extracting(ValidityCondition::name).contains("non-centred");
        assertThat(p.failures().toString()).contains("κ₂ < 0");
    }

    static Stream<Arguments> deep() {
        return Stream.of(
                Arguments.of("tanh", 2.0, 0.0, 50, 4),
                Arguments.of("erf", 1.5, 0.0, 50, 4),
                Arguments.of("identity", 1.0, 0.0, 50, 4),
                Arguments.of("tanh", 3.0, 0.64, 300, 50),
                Arguments.of("tanh", 1.0, 0.0, 300, 50),
                Arguments.of("relu", 2.0, 0.1, 300, 50),
                Arguments.of("gelu", 2.0, 0.1, 100, 50));
    }

    @ParameterizedTest
    @MethodSource("deep")
    void deepNetworksHavePredictions(String activation, double w, double b, int depth, int width) {
        assertThat(predicts(uniform(activation, w, b, depth, width), InputMoments.standardNormal(), 100))
                .isTrue();
    }

    /** Expectations over pairs, a millisecond a layer, are not computed for a network whose one sample tells that there is no answer. */
    @ParameterizedTest
    @ValueSource(strings = {"gelu", "silu", "softplus", "relu"})
    void deepNetworksThatLeaveTheRangeAreRefusedAtOnce(String activation) {
        var clock = ManagementFactory.getThreadMXBean();
        long start = clock.getCurrentThreadCpuTime();

        assertThat(predicts(uniform(activation, 3, 0.64, 5000, 20), InputMoments.standardNormal(), 100))
                .isFalse();

        assertThat((clock.getCurrentThreadCpuTime() - start) * 1e-9).isLessThan(0.5);
    }

    /** Where the answer exists it is given: bounded activations at large variances, unbounded ones at large inputs. */
    @Test
    void largeVariancesAreNotRefusedWhereDoublesHoldTheAnswer() {
        InputMoments normal = InputMoments.standardNormal();
        assertThat(predicts(NetworkSpec.of(Activation.parse("tanh"), 1e20, 0.1, 6, 5, 2), normal, 4))
                .isTrue();
        assertThat(predicts(NetworkSpec.of(Activation.parse("sigmoid"), 1, 1e200, 6, 5, 2), normal, 4))
                .isTrue();
        assertThat(predicts(NetworkSpec.of(Activation.parse("relu"), 1e20, 0.1, 6, 5, 2), normal, 4))
                .isTrue();
        assertThat(predicts(NetworkSpec.of(Activation.parse("tanh"), 2, 0.1, 6, 5, 2), new InputMoments(1e198, 0), 4))
                .isTrue();
    }
}
