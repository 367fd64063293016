package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.HeavyBall;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Nesterov;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Trainable;
import io.github.fisherscope.core.training.TrainingPoint;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StabilityLimitTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    private static final double DAMPING = 0.05;

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    private static TrainingPoint point() {
        NeuralNetwork network = RandomNetworkGenerator.of(
                        new NetworkSpec(List.of(4, 6, 2), new Activation.Tanh(), 1, 0.25), 3)
                .network(0);
        Dataset data = RandomInputs.of(7).standardNormal(0, 7, 4);
        double[] y = new double[14];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.cos(5.0 * i);
        }
        Loss loss = Loss.squaredError(RealVector.takingOver(y), 2);
        return Trainable.of(network).at(network.parameterVector(), data, loss, BACKEND);
    }

    private static double largest(TrainingPoint at) {
        return at.fisher(FisherForm.DUAL).eigenvalues().get(0);
    }

    static Stream<Arguments> closedForms() {
        return Stream.of(
                Arguments.of(new GradientDescent(1), 2.0),
                Arguments.of(new HeavyBall(1, 0.5), 3.0),
                Arguments.of(new Nesterov(1, 0.5), 1.5));
    }

    @ParameterizedTest
    @MethodSource("closedForms")
    void firstOrderMethodsHaveAMultipleOfTheInverse(Optimizer optimizer, double multiple) {
        try (TrainingPoint at = point()) {
            double largest = largest(at);
            assertThat(StabilityLimit.of(optimizer, at, largest)).isCloseTo(multiple / largest, within(1e-14));
        }
    }

    /** One form or another: 2 over the largest eigenvalue of B⁻¹F, which Rayleigh quotients of many vectors never pass. */
    @ParameterizedTest
    @EnumSource(
            value = FisherForm.class,
            names = {"LAYERS", "UNITS", "DIAGONAL", "KRONECKER", "EIGEN_KRONECKER"})
    void formsHaveTheLimitOfTheirOwnMatrix(FisherForm form) {
        Optimizer optimizer = new NaturalGradientDescent(1, form, new FisherInverse.Damped(DAMPING));
        try (TrainingPoint at = point()) {
            double limit = StabilityLimit.of(optimizer, at, largest(at));
            double best = 0;
            for (int k = 0; k < 400; k++) {
                best = Math.max(best, quotient(at, form, k));
            }
            assertThat(2 / limit).isGreaterThanOrEqualTo(best * (1 - 1e-6));
            assertThat(2 / limit).isLessThanOrEqualTo(bound(at, form));
        }
    }

    /** Returns vᵀFv / vᵀ(B + ρ)v for one of several directions. */
    private static double quotient(TrainingPoint at, FisherForm form, int direction) {
        double[] v = new double[at.summedGradient().length];
        double square = 0;
        for (int i = 0; i < v.length; i++) {
            v[i] = Math.sin(1 + direction * 0.7 + i * (1 + direction % 13));
            square += v[i] * v[i];
        }
        return at.fisher(FisherForm.DUAL).quadraticForm(v) / (at.fisher(form).quadraticForm(v) + DAMPING * square);
    }

    /** F is at most twice its block diagonal of two layers, and no more than λ_max over ρ times anything. */
    private static double bound(TrainingPoint at, FisherForm form) {
        return form == FisherForm.LAYERS ? 2 : largest(at) / DAMPING;
    }

    @Test
    void theWholeMatrixHasItsClosedForm() {
        try (TrainingPoint at = point()) {
            double largest = largest(at);
            assertThat(StabilityLimit.of(NaturalGradientDescent.damped(1, DAMPING), at, largest))
                    .isCloseTo(2 * (largest + DAMPING) / largest, within(1e-12));
            Optimizer pseudo = new NaturalGradientDescent(1, FisherForm.DUAL, new FisherInverse.PseudoInverse(1e-9));
            assertThat(StabilityLimit.of(pseudo, at, largest)).isEqualTo(2);
        }
    }

    @Test
    void whatDependsOnMoreIsSaid() {
        try (TrainingPoint at = point()) {
            Optimizer adaptive = new AdaptiveNaturalGradient(1, 0.1, Schedule.CONSTANT, Recursion.EXACT, 1);
            for (Optimizer optimizer : List.of(Adam.of(1), adaptive)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> StabilityLimit.of(optimizer, at, 1))
                        .withMessageContaining("give a number");
            }
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> StabilityLimit.of(new GradientDescent(1), at, 0))
                    .withMessageContaining("zero at the start");
        }
    }
}
