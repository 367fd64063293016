package io.github.fisherscope.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
    private static final double CURVATURE = 3;
    private static final int SAMPLES = 4;

    /** Returns |θ| after training on E = ½ λ θ² from θ = 1. */
    private static double afterTraining(FirstOrderOptimizer optimizer, int steps) {
        double[] theta = {1};
        FirstOrderOptimizer.GradientRun run = optimizer.start(1);
        for (int i = 0; i < steps; i++) {
            run.step(theta, new double[] {SAMPLES * CURVATURE * theta[0]}, SAMPLES);
        }
        return Math.abs(theta[0]);
    }

    static Stream<Arguments> limits() {
        double mu = 0.9;
        return Stream.of(
                Arguments.of("gradient descent", of(GradientDescent::new), 2 / CURVATURE),
                Arguments.of("heavy ball", of(rate -> new HeavyBall(rate, mu)), 2 * (1 + mu) / CURVATURE),
                Arguments.of(
                        "Nesterov", of(rate -> new Nesterov(rate, mu)), 2 * (1 + mu) / ((1 + 2 * mu) * CURVATURE)));
    }

    private static DoubleFunction<FirstOrderOptimizer> of(DoubleFunction<FirstOrderOptimizer> optimizer) {
        return optimizer;
    }

    /** Each limit is where the spectral radius of the update passes 1: 2 % beyond it 2000 steps magnify a lot. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void aQuadraticLossIsStableUpToTheLimitAndNoFurther(
            String name, DoubleFunction<FirstOrderOptimizer> optimizer, double limit) {
        assertThat(afterTraining(optimizer.apply(0.98 * limit), 2000)).as(name).isLessThan(1e-6);
        assertThat(afterTraining(optimizer.apply(1.02 * limit), 2000)).as(name).isGreaterThan(1e6);
    }

    @Test
    void withoutMomentumBothAreGradientDescent() {
        double plain = afterTraining(new GradientDescent(0.1), 7);
        assertThat(afterTraining(new HeavyBall(0.1, 0), 7)).isCloseTo(plain, within(1e-15));
        assertThat(afterTraining(new Nesterov(0.1, 0), 7)).isCloseTo(plain, within(1e-15));
    }

    /** The textbook keeps θ and looks ahead; ours keeps θ + μΔ. */
    @Test
    void nesterovVisitsThePointsThatTheTextbookLooksAheadTo() {
        double rate = 0.05;
        double mu = 0.8;
        double theta = 1;
        double delta = 0;
        double[] ours = {1};
        FirstOrderOptimizer.GradientRun run = new Nesterov(rate, mu).start(1);
        for (int i = 0; i < 20; i++) {
            assertThat(ours[0]).isCloseTo(theta + mu * delta, within(1e-14));
            run.step(ours, new double[] {SAMPLES * force(ours[0])}, SAMPLES);
            delta = mu * delta - rate * force(theta + mu * delta);
            theta += delta;
        }
    }

    private static double force(double theta) {
        return Math.sin(theta) + theta;
    }

    /** The second way: the moments as sums over all gradients so far, m̂ = Σ β₁^(t−i) g_i (1 − β₁)/(1 − β₁ᵗ). */
    @Test
    void adamIsTheSumOverItsPast() {
        Adam adam = new Adam(0.02, 0.7, 0.95, 1e-6);
        double[] gradients = {3, -1, 0.5, 4, -2};
        double[] theta = {1};
        FirstOrderOptimizer.GradientRun run = adam.start(1);
        double expected = 1;
        for (int t = 1; t <= gradients.length; t++) {
            run.step(theta, new double[] {SAMPLES * gradients[t - 1]}, SAMPLES);
            double first = 0;
            double second = 0;
            for (int i = 1; i <= t; i++) {
                first += Math.pow(0.7, t - i) * gradients[i - 1];
                second += Math.pow(0.95, t - i) * gradients[i - 1] * gradients[i - 1];
            }
            first *= (1 - 0.7) / (1 - Math.pow(0.7, t));
            second *= (1 - 0.95) / (1 - Math.pow(0.95, t));
            expected -= 0.02 * first / (Math.sqrt(second) + 1e-6);
            assertThat(theta[0]).isCloseTo(expected, within(1e-14));
        }
    }

    @Test
    void aRunRemembersNothingOfAnother() {
        FirstOrderOptimizer optimizer = new HeavyBall(0.1, 0.9);
        double first = afterTraining(optimizer, 10);
        assertThat(afterTraining(optimizer, 10)).isEqualTo(first);
    }

    @Test
    void impossibleSettingsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HeavyBall(0.1, 1))
                .withMessage("momentum is 1.0; it must lie in [0, 1)");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientDescent(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Adam(0.1, 0.9, 1, 1e-8));
    }

    /**
     * With ε far above the gradients Adam's metric is ε times the identity. A root −1.48 of its recursion lies beyond the limit,
     * and roots of magnitude √0.9 on this side, where the correction of the bias makes the first steps too long; far from the start it would calm itself, since it divides by what it has seen.
     */
    @Test
    void adamIsStableUpToTheLimitOfItsMetric() {
        double limit = 1e9 * 2 * 1.9 / (0.1 * CURVATURE);
        assertThat(afterTraining(new Adam(0.95 * limit, 0.9, 0.999, 1e9), 1500)).isLessThan(1e-6);
        assertThat(afterTraining(new Adam(1.05 * limit, 0.9, 0.999, 1e9), 30)).isGreaterThan(1e3);
    }
}
