package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.fisher.FisherForm;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.fisher.Linearization;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.Adam;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.FisherInverse;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.NaturalGradientDescent;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.geometry.divergence.Divergences;
import io.github.fisherscope.results.json.JsonText;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.KernelNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import io.github.fisherscope.spectra.fisher.Fisher;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.trajectory.TrainConfig.Watch;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainStudyTest {
    private static final Backend BACKEND = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults());
    private static final NetworkSpec FAMILY = new NetworkSpec(List.of(4, 8, 2), new Activation.Tanh(), 1, 0.25);
    private static final int SAMPLES = 12;

    @AfterAll
    static void closeBackend() {
        BACKEND.close();
    }

    private static TrainConfig config(Optimizer optimizer, LearningRate rate, int steps) {
        return new TrainConfig(
                StudyConfig.random(FAMILY, SAMPLES).withSeed(4),
                TrainLoss.of(new Likelihood.Gaussian(1)),
                optimizer,
                rate,
                TrainingConfig.defaults().withSteps(steps),
                new Watch(5, 3, 0),
                null);
    }

    private static TrainStudy.Outcome run(TrainConfig config) {
        return TrainStudy.of(config).run(StudyListener.silent(), BACKEND);
    }

    private static NeuralNetwork trained(TrainStudy.Outcome outcome) {
        return FullyConnected.network(outcome.network());
    }

    private static Snapshot last(TrajectoryResult result) {
        return result.records().get(result.records().size() - 1);
    }

    /** The façade of the Fisher matrix takes other routes to the same numbers. */
    @Test
    void recordsAreWhatTheTrainedNetworkHas() {
        TrainStudy.Outcome outcome = run(config(new GradientDescent(1), LearningRate.of(0.05), 10));
        Dataset data = RandomInputs.of(4).standardNormal(0, SAMPLES, 4);
        Fisher fisher = Fisher.of(trained(outcome), data);
        SpectrumNow spectrum = last(outcome.result()).spectrum();
        assertThat(outcome.result().records()).extracting(Snapshot::step).containsExactly(0, 5, 10);
        double largest = fisher.largest(1).value(0);
        assertThat(spectrum.largest()).isCloseTo(largest, within(1e-9 * largest));
        assertThat(spectrum.trace()).isCloseTo(fisher.trace(), within(1e-12 * fisher.trace()));
        double dimension = fisher.trace() * fisher.trace() / fisher.squaredNorm();
        assertThat(spectrum.effectiveDimension()).isCloseTo(dimension, within(1e-9));
        assertThat(last(outcome.result()).rate().bound()).isCloseTo(2 / largest, within(1e-9 / largest));
        assertThat(spectrum.gradientShare()).isBetween(0.0, 1.0);
    }

    @Test
    void theWayIsTheSumOfItsChords() {
        TrajectoryResult all = run(new TrainConfig(
                        StudyConfig.random(FAMILY, SAMPLES).withSeed(4),
                        TrainLoss.of(new Likelihood.Gaussian(1)),
                        new GradientDescent(1),
                        LearningRate.of(0.05),
                        TrainingConfig.defaults().withSteps(6),
                        new Watch(1, 3, 0),
                        null))
                .result();
        double length = 0;
        for (int i = 1; i < all.records().size(); i++) {
            Snapshot now = all.records().get(i);
            double chord = now.path().length() - all.records().get(i - 1).path().length();
            // Flat space: the chord is the length of the step but for the curvature of the outputs in it.
            assertThat(chord).isCloseTo(now.path().stepFisherNorm(), within(0.2 * chord));
            length += chord;
        }
        assertThat(last(all).path().length()).isCloseTo(length, within(1e-12));
        assertThat(last(all).path().distance()).isLessThanOrEqualTo(length * (1 + 1e-12));
        assertThat(last(all).path().straightness())
                .isCloseTo(length / last(all).path().distance(), within(1e-9));
    }

    /** The Gaussian likelihood's space is flat: a chord is ‖Δf‖/√T, here from forward passes alone. */
    @Test
    void aChordIsTheDistanceOfTheOutputs() {
        TrainStudy.Outcome outcome = run(config(new GradientDescent(1), LearningRate.of(0.05), 1));
        Dataset data = RandomInputs.of(4).standardNormal(0, SAMPLES, 4);
        double square = 0;
        try (Linearization before =
                        Linearization.of(RandomNetworkGenerator.of(FAMILY, 4).network(0), data, BACKEND);
                Linearization after = Linearization.of(trained(outcome), data, BACKEND)) {
            for (int i = 0; i < before.outputs().length; i++) {
                double d = after.outputs()[i] - before.outputs()[i];
                square += d * d;
            }
        }
        Snapshot end = last(outcome.result());
        double chord = Math.sqrt(square / SAMPLES);
        assertThat(end.path().length()).isCloseTo(chord, within(1e-13));
        assertThat(end.path().energy()).isCloseTo(chord * chord / 2, within(1e-13));
        assertThat(end.path().straightness()).isCloseTo(1, within(1e-12));
    }

    @Test
    void theKernelStartsWithoutDriftAndMoves() {
        TrajectoryResult result = run(config(new GradientDescent(1), LearningRate.ofLimit(0.5), 20))
                .result();
        KernelNow first = Objects.requireNonNull(result.records().get(0).kernel());
        KernelNow end = Objects.requireNonNull(last(result).kernel());
        assertThat(first.drift()).isZero();
        assertThat(end.drift()).isBetween(1e-3, 2.0);
        assertThat(end.alignment()).isBetween(-1.0, 1.0);
    }

    /** Half the limit trains also where labels are single classes and the loss is far steeper than where it ends. */
    @ParameterizedTest
    @CsvSource({"neyman,0", "neyman,0.001", "pearson,0.001", "pearson,0.1", "jeffreys,0.001", "alpha:-5,0", "js,0"})
    void halfTheLimitTrainsEverySteepDivergence(String divergence, double smoothing) {
        NetworkSpec family = new NetworkSpec(List.of(5, 30, 3), new Activation.Tanh(), 1, 0.25);
        TrajectoryResult result = run(new TrainConfig(
                        StudyConfig.random(family, 60).withSeed(1),
                        new TrainLoss(new Likelihood.Categorical(), Divergences.parse(divergence), smoothing),
                        new GradientDescent(1),
                        LearningRate.ofLimit(0.5),
                        TrainingConfig.defaults().withSteps(40),
                        new Watch(5, 3, 0),
                        null))
                .result();
        assertThat(result.diverged()).isFalse();
        for (int t = 1; t < result.losses().size(); t++) {
            assertThat(result.losses().get(t)).isLessThan(result.losses().get(t - 1));
        }
    }

    /** On this side of the limit the loss falls, beyond it rises: both start next to a minimum of a wide network. */
    @ParameterizedTest
    @ValueSource(doubles = {0.9, 1.2})
    void theLimitOfAFormIsWhereItsStepsStopBeingStable(double fraction) {
        TrainConfig config = new TrainConfig(
                StudyConfig.random(new NetworkSpec(List.of(4, 300, 1), new Activation.Tanh(), 1, 0.25), 6)
                        .withSeed(4),
                TrainLoss.of(new Likelihood.Gaussian(1)),
                new NaturalGradientDescent(1, FisherForm.LAYERS, new FisherInverse.Damped(1e-2)),
                LearningRate.ofLimit(fraction),
                TrainingConfig.defaults().withSteps(25),
                new Watch(25, 3, 0),
                null);
        RealVector losses = run(config).result().losses();
        double ratio = losses.get(losses.size() - 1) / losses.get(0);
        if (fraction < 1) {
            assertThat(ratio).isLessThan(0.2);
        } else {
            assertThat(ratio).isGreaterThan(1);
        }
    }

    @Test
    void aRunGoesOnFromItsCheckpointToTheSameBits(@TempDir Path folder) {
        TrainConfig whole = batches(30, null);
        TrajectoryResult expected = run(whole).result();
        // A shorter run stands for one that was killed: its state is that of the longer one at this step.
        TrajectoryResult part = run(batches(10, folder)).result();
        assertThat(part.steps()).isEqualTo(10);
        TrajectoryResult resumed = run(batches(30, folder)).result();
        assertThat(resumed.losses()).isEqualTo(expected.losses());
        assertThat(resumed.records()).isEqualTo(expected.records());
        assertThat(JsonText.read(resumed.json(), TrajectoryResult.class, TrajectoryResult.SCHEMA))
                .isEqualTo(resumed);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(new TrainConfig(
                        whole.study().withSeed(5),
                        whole.loss(),
                        whole.optimizer(),
                        whole.rate(),
                        whole.training(),
                        whole.watch(),
                        folder)))
                .withMessageContaining("another training");
    }

    private static TrainConfig batches(int steps, @org.jspecify.annotations.Nullable Path folder) {
        return new TrainConfig(
                StudyConfig.random(FAMILY, SAMPLES).withSeed(4),
                TrainLoss.of(new Likelihood.Categorical()),
                Adam.of(1),
                LearningRate.of(0.01),
                TrainingConfig.defaults().withSteps(steps).withBatches(new Batches(5, Batches.Order.SHUFFLED, 4)),
                new Watch(5, 3, 0.25),
                folder);
    }

    @Test
    void adamHasNoLimitBeforeItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> run(config(Adam.of(1), LearningRate.ofLimit(0.5), 5)))
                .withMessageContaining("give a number");
    }

    /** For the random network at the start alone; the prediction itself is tested where it is made. */
    @Test
    void theoryStandsBesideTheFirstRecord() {
        TrainConfig wide = TrainConfig.of(
                StudyConfig.random(new NetworkSpec(List.of(100, 150, 150, 1), new Activation.Tanh(), 1, 0.25), 60),
                new GradientDescent(1),
                LearningRate.ofLimit(0.5),
                1);
        TrajectoryResult result = run(wide).result();
        double measured = Objects.requireNonNull(result.records().get(0).rate().bound());
        assertThat(result.setting().rate().predictedBound()).isCloseTo(measured, within(0.3 * measured));
        assertThat(run(batches(2, null)).result().setting().rate().predictedBound())
                .isNull();
    }

    @Test
    void theRateFollowsTheLimit() {
        TrajectoryResult result = run(config(new GradientDescent(1), new LearningRate(0.8, true, 1), 10))
                .result();
        for (Snapshot record : result.records().subList(0, result.records().size() - 1)) {
            double bound = Objects.requireNonNull(record.rate().bound());
            assertThat(record.rate().value()).isCloseTo(0.8 * bound, within(1e-12 * bound));
        }
    }
}
