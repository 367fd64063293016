package io.github.fisherscope.core.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.backend.Matrix;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Recursion;
import io.github.fisherscope.core.training.AdaptiveNaturalGradient.Schedule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    private static final int SAMPLES = 10;

    private final NeuralNetwork network = RandomNetworkGenerator.of(
                    new NetworkSpec(List.of(3, 6, 2), new Activation.Tanh(), 1, 0.25), 3)
            .network(0);
    private final Dataset data = RandomInputs.of(7).standardNormal(0, SAMPLES, 3);
    private final Loss loss =
            Loss.of(new Likelihood.Categorical(), Labels.Classes.of(2, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0), 2);

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(
                new GradientDescent(0.1),
                new HeavyBall(0.1, 0.9),
                new Nesterov(0.1, 0.9),
                Adam.of(0.01),
                NaturalGradientDescent.damped(0.5, 0.1),
                new NaturalGradientDescent(0.5, FisherForm.KRONECKER, new FisherInverse.Adaptive(0.1)),
                new NaturalGradientDescent(0.02, FisherForm.LAYERS, new FisherInverse.PseudoInverse(1e-3)),
                new AdaptiveNaturalGradient(0.05, 0.1, Schedule.HARMONIC, Recursion.EXACT, 1));
    }

    private Training training(Optimizer optimizer, int steps, Batches batches) {
        TrainingConfig config = TrainingConfig.defaults().withSteps(steps).withBatches(batches);
        return new Training(Trainable.of(network), data, loss, optimizer, config, BACKEND);
    }

    /** λ_max(S^½ F S^½) of Adam's scale S by a dense solver, from what it remembers. */
    @Test
    void adamsLimitIsThatOfItsOwnMetric() {
        try (Training training = training(Adam.of(0.01), 30, Batches.all())) {
            assertThat(training.stabilityLimit(1)).isNaN();
            toEnd(training);
            List<RealVector> memory = training.state().memory();
            double correction = 1 - memory.get(2).get(1);
            int size = training.theta().length;
            double[] root = new double[size];
            for (int i = 0; i < size; i++) {
                root[i] = 1 / Math.sqrt(Math.sqrt(memory.get(1).get(i) / correction) + 1e-8);
            }
            double largest = largestScaled(training.point(), root);
            assertThat(training.stabilityLimit(1)).isCloseTo(2 * 1.9 / 0.1 / largest, within(1e-3 / largest));
        }
    }

    @Test
    void theAdaptiveInverseBeginsWithTheLimitOfGradientDescent() {
        Optimizer adaptive = new AdaptiveNaturalGradient(0.05, 0.1, Schedule.HARMONIC, Recursion.EXACT, 0.5);
        try (Training training = training(adaptive, 3, Batches.all())) {
            double largest =
                    training.point().fisher(FisherForm.DUAL).eigenvalues().get(0);
            double bound = 2 / (0.5 * largest);
            assertThat(training.stabilityLimit(largest)).isCloseTo(bound, within(1e-4 * bound));
        }
    }

    private static double largestScaled(TrainingPoint at, double[] root) {
        int size = root.length;
        double[] unit = new double[size];
        double[] image = new double[size];
        try (Matrix scaled = BACKEND.allocate(size, size)) {
            for (int i = 0; i < size; i++) {
                unit[i] = root[i];
                at.fisher(FisherForm.DUAL).apply(unit, image);
                unit[i] = 0;
                for (int j = 0; j < size; j++) {
                    image[j] *= root[j];
                }
                scaled.write(i, 0, image, 0, size);
            }
            return BACKEND.symmetricEigenvalues(scaled)[0];
        }
    }

    private static void toEnd(Training training) {
        while (training.end().isEmpty()) {
            training.step();
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aTrainingThatGoesOnMakesTheSameNumbers(Optimizer optimizer) {
        Batches batches = new Batches(4, Batches.Order.SHUFFLED, 11);
        try (Training whole = training(optimizer, 12, batches);
                Training first = training(optimizer, 12, batches);
                Training second = training(optimizer, 12, batches)) {
            toEnd(whole);
            for (int i = 0; i < 5; i++) {
                first.step();
            }
            second.resume(first.state());
            toEnd(second);
            assertThat(second.losses()).isEqualTo(whole.losses());
            assertThat(second.theta()).isEqualTo(whole.theta());
            assertThat(second.steps()).isEqualTo(12);
        }
    }

    /** A chain of dense layers trained as a network of any layers: other code all the way down. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void aGraphTrainsLikeTheChainThatItIs(Optimizer optimizer) {
        GraphNetwork graph = new GraphNetwork(FullyConnected.graph(network), RealVector.of(network.parameterVector()));
        TrainingConfig config = TrainingConfig.defaults().withSteps(4);
        try (Training chain = training(optimizer, 4, Batches.all());
                Training other = new Training(Trainable.of(graph), data, loss, optimizer, config, BACKEND)) {
            toEnd(chain);
            toEnd(other);
            boolean byTensor =
                    optimizer instanceof NaturalGradientDescent natural && natural.form() == FisherForm.LAYERS;
            for (int i = 0; i <= 4 && !byTensor; i++) {
                assertThat(other.losses().get(i))
                        .isCloseTo(
                                chain.losses().get(i),
                                within(1e-9 * chain.losses().get(0)));
            }
            assertThat(other.steps()).isEqualTo(4);
        }
    }

    @Test
    void anEpochSeesEverySampleOnce() {
        for (Batches.Order order : Batches.Order.values()) {
            Batches batches = new Batches(4, order, 1);
            int[] seen = IntStream.range(0, batches.stepsPerEpoch(SAMPLES))
                    .flatMap(step -> Arrays.stream(batches.samples(step, SAMPLES)))
                    .sorted()
                    .toArray();
            assertThat(seen).containsExactly(IntStream.range(0, SAMPLES).toArray());
        }
        Batches shuffled = new Batches(4, Batches.Order.SHUFFLED, 1);
        assertThat(shuffled.samples(0, SAMPLES)).isNotEqualTo(shuffled.samples(3, SAMPLES));
        assertThat(new Batches(4, Batches.Order.FILE, 1).samples(5, SAMPLES)).containsExactly(8, 9);
    }

    @Test
    void aStepThatLeavesTheNumbersIsTakenBack() {
        try (Training training = training(new GradientDescent(1e308), 50, Batches.all())) {
            toEnd(training);
            assertThat(training.end()).contains(TrainingEnd.DIVERGED);
            assertThat(training.losses().stream().allMatch(Double::isFinite)).isTrue();
            assertThat(training.losses().size()).isEqualTo(training.steps() + 1);
            assertThat(Arrays.stream(training.theta()).allMatch(Double::isFinite))
                    .isTrue();
            assertThatIllegalStateException().isThrownBy(training::step);
        }
    }

    @Test
    void theTargetEndsIt() {
        TrainingConfig config = TrainingConfig.defaults().withSteps(1000).withTargetLoss(0.5);
        try (Training training = new Training(
                Trainable.of(network), data, loss, NaturalGradientDescent.damped(0.5, 0.1), config, BACKEND)) {
            toEnd(training);
            assertThat(training.end()).contains(TrainingEnd.TARGET);
            double last = training.losses().get(training.steps());
            assertThat(last).isLessThanOrEqualTo(0.5);
            assertThat(training.losses().get(training.steps() - 1)).isGreaterThan(0.5);
        }
    }

    @Test
    void anotherRateKeepsWhatIsRemembered() {
        try (Training training = training(new HeavyBall(0.1, 0.9), 10, Batches.all())) {
            training.step();
            RealVector velocity = training.state().memory().get(0);
            training.setLearningRate(0.05);
            assertThat(training.state().memory().get(0)).isEqualTo(velocity);
            assertThat(training.optimizer()).isEqualTo(new HeavyBall(0.05, 0.9));
        }
    }

    @Test
    void sizesMustFit() {
        TrainingConfig config = TrainingConfig.defaults();
        Optimizer optimizer = new GradientDescent(1);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Training(Trainable.of(network), data.range(0, 3), loss, optimizer, config, BACKEND));
        assertThatIllegalArgumentException().isThrownBy(() -> new Batches(-1, Batches.Order.FILE, 0));
    }
}
