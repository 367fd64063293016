package io.github.fisherscope.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.math.RealVector;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LossTest {
    private static final double[] OUTPUTS = {0.3, -1.2, 2.5, 0.7, 0.1, -0.4};

    private static Labels targets(double... values) {
        return new Labels.Targets(RealVector.of(values), 3);
    }

    /** Losses of two samples with three outputs each, beside the definition spelled out. */
    static Stream<Arguments> losses() {
        double[] real = {1, 2, 3, 4, 5, 6};
        double squares = 0;
        for (int i = 0; i < 6; i++) {
            squares += (OUTPUTS[i] - real[i]) * (OUTPUTS[i] - real[i]);
        }
        double first = Math.exp(0.3) + Math.exp(-1.2) + Math.exp(2.5);
        double second = Math.exp(0.7) + Math.exp(0.1) + Math.exp(-0.4);
        double entropy = -Math.log(Math.exp(-1.2) / first) - Math.log(Math.exp(0.7) / second);
        double[] bits = {1, 0, 1, 0, 0, 1};
        double binary = 0;
        double[] counts = {0, 1, 7, 2, 0, 3};
        double poisson = 0;
        for (int i = 0; i < 6; i++) {
            double p = 1 / (1 + Math.exp(-OUTPUTS[i]));
            binary -= Math.log(bits[i] == 1 ? p : 1 - p);
            double best = counts[i] == 0 ? 0 : counts[i] - counts[i] * Math.log(counts[i]);
            poisson += Math.exp(OUTPUTS[i]) - counts[i] * OUTPUTS[i] - best;
        }
        return Stream.of(
                Arguments.of(Loss.of(new Likelihood.Gaussian(1), targets(real), 3), squares / 4),
                Arguments.of(Loss.of(new Likelihood.Gaussian(2.5), targets(real), 3), squares / 10),
                Arguments.of(Loss.of(new Likelihood.Categorical(), Labels.Classes.of(3, 1, 0), 3), entropy / 2),
                Arguments.of(Loss.of(new Likelihood.Bernoulli(), targets(bits), 3), binary / 2),
                Arguments.of(Loss.of(new Likelihood.Poisson(), targets(counts), 3), poisson / 2));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void lossesAreTheMeansOfTheirNegativeLogLikelihoods(Loss loss, double expected) {
        assertThat(loss.value(OUTPUTS)).isCloseTo(expected, within(1e-13 * Math.abs(expected)));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsAreTheDifferencesOfLosses(Loss loss, double value) {
        double[] gradient = loss.summedGradient(OUTPUTS);
        double h = 1e-5;
        for (int i = 0; i < OUTPUTS.length; i++) {
            double[] up = OUTPUTS.clone();
            double[] down = OUTPUTS.clone();
            up[i] += h;
            down[i] -= h;
            double difference = loss.samples() * (loss.value(up) - loss.value(down)) / (2 * h);
            // h² times a third derivative below 15, and rounding of values below 20 over h.
            assertThat(gradient[i]).isCloseTo(difference, within(1e-9));
        }
    }

    @Test
    void extremeOutputsHaveFiniteLosses() {
        double[] extreme = {800, -800, 0, -800, 800, 0};
        assertThat(Loss.of(new Likelihood.Categorical(), Labels.Classes.of(3, 1, 0), 3)
                        .value(extreme))
                .isEqualTo(1600);
        assertThat(Loss.of(new Likelihood.Bernoulli(), targets(0, 1, 0, 1, 0, 0), 3)
                        .value(extreme))
                .isCloseTo(1600 + Math.log(2), within(1e-10));
    }

    @Test
    void labelsThatAreNoneOfTheLikelihoodAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loss.of(new Likelihood.Gaussian(1), Labels.none(), 3))
                .withMessageContaining("needs labels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Loss.of(new Likelihood.Bernoulli(), targets(0, 0.5, 1), 3))
                .withMessageContaining("0.5");
    }
}
