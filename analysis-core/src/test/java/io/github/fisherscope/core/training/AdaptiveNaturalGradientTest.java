package io.github.fisherscope.core.training;

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
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class AdaptiveNaturalGradientTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    private static final int SAMPLES = 12;

    private final NeuralNetwork network = RandomNetworkGenerator.of(
                    new NetworkSpec(List.of(2, 3, 2), new Activation.Tanh(), 1, 0.25), 3)
            .network(0);
    private final Dataset data = RandomInputs.of(7).standardNormal(0, SAMPLES, 2);
    private final Loss loss = Loss.squaredError(RealVector.takingOver(new double[SAMPLES * 2]), 2);

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    private Training training(Optimizer optimizer, int steps) {
        return new Training(
                Trainable.of(network),
                data,
                loss,
                optimizer,
                TrainingConfig.defaults().withSteps(steps).withBatches(new Batches(1, Batches.Order.FILE, 0)),
                BACKEND);
    }

    /** Returns JᵀJ of one sample at parameters. */
    private double[] fisher(double[] theta, int sample) {
        double[] entries = new double[theta.length * theta.length];
        try (TrainingPoint at =
                Trainable.of(network).at(theta, data.range(sample, sample + 1), loss.of(new int[] {sample}), BACKEND)) {
            double[] image = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                double[] unit = new double[theta.length];
                unit[i] = 1;
                at.fisher(FisherForm.DENSE).apply(unit, image);
                System.arraycopy(image, 0, entries, i * theta.length, theta.length);
            }
        }
        return entries;
    }

    /** The mean of Fisher matrices is kept beside the recursion, which never sees it. */
    @Test
    void theExactRecursionInvertsTheRunningMean() {
        double epsilon = 0.05;
        Optimizer optimizer = new AdaptiveNaturalGradient(0.01, epsilon, Schedule.CONSTANT, Recursion.EXACT, 2);
        int size = (int) network.parameters();
        double[] mean = new double[size * size];
        for (int i = 0; i < size; i++) {
            mean[i * size + i] = 0.5;
        }
        try (Training training = training(optimizer, 40)) {
            while (training.end().isEmpty()) {
                double[] now = fisher(training.theta(), training.steps() % SAMPLES);
                for (int i = 0; i < mean.length; i++) {
                    mean[i] = (1 - epsilon) * mean[i] + epsilon * now[i];
                }
                training.step();
                assertThat(distanceFromIdentity(training.state().memory().get(0), mean, size))
                        .isLessThan(1e-9);
            }
        }
    }

    private static double distanceFromIdentity(RealVector a, double[] g, int size) {
        double worst = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double sum = i == j ? -1 : 0;
                for (int k = 0; k < size; k++) {
                    sum += a.get(i * size + k) * g[k * size + j];
                }
                worst = Math.max(worst, Math.abs(sum));
            }
        }
        return worst;
    }

    /** Both recursions agree to first order: a quarter of the difference for half of ε. */
    @Test
    void theFirstOrderFormIsOffByTheSquareOfEpsilon() {
        assertThat(difference(1e-3) / difference(5e-4)).isCloseTo(4, within(0.05));
    }

    private double difference(double epsilon) {
        RealVector exact = inverse(epsilon, Recursion.EXACT);
        RealVector first = inverse(epsilon, Recursion.FIRST_ORDER);
        double sum = 0;
        for (int i = 0; i < exact.size(); i++) {
            sum += (exact.get(i) - first.get(i)) * (exact.get(i) - first.get(i));
        }
        return Math.sqrt(sum);
    }

    private RealVector inverse(double epsilon, Recursion recursion) {
        Optimizer optimizer = new AdaptiveNaturalGradient(0.01, epsilon, Schedule.CONSTANT, recursion, 1);
        try (Training training = training(optimizer, 1)) {
            training.step();
            return training.state().memory().get(0);
        }
    }

    @Test
    void theFirstOrderFormIsStoppedBeforeItLosesPositiveDefiniteness() {
        Optimizer optimizer = new AdaptiveNaturalGradient(1e-9, 0.5, Schedule.CONSTANT, Recursion.FIRST_ORDER, 10);
        try (Training training = training(optimizer, 50)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            assertThat(training.end()).contains(TrainingEnd.INDEFINITE_INVERSE);
        }
    }

    /** On a singular network a constant ε makes the inverse grow like (1 − ε)⁻ᵗ; the harmonic one linearly. */
    @Test
    void aConstantEpsilonExplodesOnASingularNetworkAndTheHarmonicOneDoesNot() {
        assertThat(endOf(Schedule.CONSTANT)).isEqualTo(TrainingEnd.EXPLODED_INVERSE);
        assertThat(endOf(Schedule.HARMONIC)).isEqualTo(TrainingEnd.STEPS);
    }

    private TrainingEnd endOf(Schedule schedule) {
        Dataset one = data.range(0, 1);
        Optimizer optimizer = new AdaptiveNaturalGradient(1e-9, 0.3, schedule, Recursion.EXACT, 1);
        try (Training training = new Training(
                Trainable.of(network),
                one,
                loss.of(new int[] {0}),
                optimizer,
                TrainingConfig.defaults().withSteps(100),
                BACKEND)) {
            while (training.end().isEmpty()) {
                training.step();
            }
            return training.end().get();
        }
    }

    @Test
    void largeNetworksAreRefusedWithWhatWouldDo() {
        Optimizer optimizer = new AdaptiveNaturalGradient(0.1, 0.1, Schedule.CONSTANT, Recursion.EXACT, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> optimizer.start(AdaptiveNaturalGradient.LARGEST + 1))
                .withMessageContaining("kronecker");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AdaptiveNaturalGradient(0.1, 1, Schedule.CONSTANT, Recursion.EXACT, 1));
    }
}
