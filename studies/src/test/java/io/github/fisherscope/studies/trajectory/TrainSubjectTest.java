package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.data.Labels;
import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.core.io.NpyArray;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.studies.config.InputSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainSubjectTest {
    private static final NetworkSpec FAMILY = NetworkSpec.of(Activation.parse("tanh"), 1, 0.25, 2, 5, 3);

    private static StudyConfig study(Labels labels) {
        NpyArray x = NpyArray.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 4, 2);
        return StudyConfig.random(FAMILY, 4)
                .withSeed(9)
                .withInputs(new InputSource.Given(Dataset.of(x, labels, DataSource.memory("four points"))));
    }

    @Test
    void theLastSamplesAreHeldOut() {
        Labels labels = Labels.Classes.of(3, 0, 1, 2, 1);
        TrainSubject subject = TrainSubject.of(study(labels), TrainLoss.of(new Likelihood.Categorical()), 0.5);
        assertThat(subject.data().samples()).isEqualTo(2);
        assertThat(subject.loss().labels()).isEqualTo(RealVector.of(1, 0, 0, 0, 1, 0));
        TrainSubject.HeldOut held = subject.heldOut().orElseThrow();
        assertThat(held.data().get(0, 0)).isEqualTo(5);
        assertThat(held.loss().labels()).isEqualTo(RealVector.of(0, 0, 1, 0, 1, 0));
        assertThat(subject.info().heldOut()).isEqualTo(2);
        assertThat(subject.info().source()).isEqualTo("four points");
        assertThat(TrainSubject.of(study(labels), TrainLoss.of(new Likelihood.Categorical()), 0)
                        .heldOut())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.2})
    void aShareOfNoSampleIsRefused(double share) {
        Labels labels = Labels.Classes.of(3, 0, 1, 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSubject.of(study(labels), TrainLoss.of(new Likelihood.Categorical()), share))
                .withMessageContaining("0 of 4 samples");
    }

    @Test
    void dataWithoutLabelsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrainSubject.of(study(Labels.none()), TrainLoss.of(new Likelihood.Gaussian(1)), 0))
                .withMessageContaining("four points");
    }

    static Stream<Likelihood> likelihoods() {
        return Stream.of(
                new Likelihood.Gaussian(1),
                new Likelihood.Categorical(),
                new Likelihood.Bernoulli(),
                new Likelihood.Poisson());
    }

    /** Labels that are drawn are the likelihood's at outputs 0: their mean is that of the law, within five standard errors. */
    @ParameterizedTest
    @MethodSource("likelihoods")
    void labelsAreDrawnFromTheLikelihood(Likelihood likelihood) {
        int samples = 2000;
        StudyConfig random = StudyConfig.random(FAMILY, samples).withSeed(9);
        TrainSubject subject = TrainSubject.of(random, TrainLoss.of(likelihood), 0);
        double mean = subject.loss().labels().mean();
        double[] expected = law(likelihood);
        assertThat(Math.abs(mean - expected[0])).isLessThan(5 * Math.sqrt(expected[1] / (3 * samples)));
        assertThat(subject.info().labels()).contains("drawn");
        assertThat(TrainSubject.of(random, TrainLoss.of(likelihood), 0).loss().labels())
                .isEqualTo(subject.loss().labels());
        assertThat(TrainSubject.of(random.withSeed(10), TrainLoss.of(likelihood), 0)
                        .loss()
                        .labels())
                .isNotEqualTo(subject.loss().labels());
    }

    /** Returns mean and variance of a component of a label at outputs 0. */
    private static double[] law(Likelihood likelihood) {
        return switch (likelihood.kind()) {
            case GAUSSIAN -> new double[] {0, 1};
            // One of three in every sample: the mean is certain.
            case CATEGORICAL -> new double[] {1.0 / 3, 1e-20};
            case BERNOULLI -> new double[] {0.5, 0.25};
            case POISSON -> new double[] {1, 1};
        };
    }

    @Test
    void theNetworkIsTheOneThatOtherCommandsDraw() {
        StudyConfig random = StudyConfig.random(FAMILY, 4).withSeed(9);
        assertThat(TrainSubject.of(random, TrainLoss.of(new Likelihood.Gaussian(1)), 0)
                        .trained()
                        .theta())
                .isEqualTo(RandomNetworkGenerator.of(FAMILY, 9).network(0).parameterVector());
    }
}
