package io.github.fisherscope.studies.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.verdict.Candidate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Networks of a family one by one: the same as those of a study, without its report. */
class EnsembleTest {
    private static final NetworkSpec WIDE = NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 300, 300, 300, 2);

    private static Ensemble wide() {
        return Ensemble.of(StudyConfig.random(WIDE, 30).withExecution(Small.ONE_THREAD));
    }

    private static Backend backend() {
        return Backends.onClassPath().open("java", Small.ONE_THREAD.config());
    }

    @Test
    void aNetworkIsThatOfTheStudy() {
        Map<Statistic, Double> first;
        Map<Statistic, Double> second;
        try (Backend backend = backend()) {
            Ensemble ensemble = Ensemble.of(Small.random(5));
            first = ensemble.measure(0, backend);
            second = ensemble.measure(1, backend);
        }
        assertThat(first.get(Statistic.MEAN))
                .isEqualTo(Small.result().spectrum().mean());
        assertThat(first.get(Statistic.MAX)).isEqualTo(Small.result().spectrum().max());
        assertThat(first.get(Statistic.LEARNING_RATE_BOUND))
                .isEqualTo(2 / Small.result().spectrum().max());
        assertThat(second.get(Statistic.MEAN)).isNotEqualTo(first.get(Statistic.MEAN));
        assertThat(first.keySet()).containsExactly(Statistic.values());
    }

    @Test
    void anotherSeedIsAnotherNetworkOfTheSameTheory() {
        Ensemble ensemble = Ensemble.of(Small.random(5));
        Ensemble other = ensemble.withSeed(2);
        try (Backend backend = backend()) {
            assertThat(other.measure(0, backend).get(Statistic.MEAN))
                    .isEqualTo(SpectrumStudy.of(Small.random(5).withSeed(2))
                            .run()
                            .spectrum()
                            .mean());
        }
        assertThat(other.prediction()).isSameAs(ensemble.prediction());
        assertThat(other.bytes()).isEqualTo(ensemble.bytes());
    }

    @Test
    void givenNetworksAreNoEnsemble() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Ensemble.of(Small.given(Small.fourParameters(), Small.rows(1, 1, 2))))
                .withMessageContaining("use a study of spectra");
    }

    @Test
    void claimsDependOnTheFamilyAlone() {
        assertThat(wide().whyNotClaimed(Statistic.MEAN)).isEmpty();
        assertThat(wide().whyNotClaimed(Statistic.TOP_MEAN)).isEmpty();
        assertThat(wide().whyNotClaimed(Statistic.MAX))
                .hasValueSatisfying(why -> assertThat(why).contains("Splitting of the C outliers"));
        assertThat(wide().whyNotClaimed(Statistic.LOG_VOLUME))
                .hasValueSatisfying(why -> assertThat(why).contains("two-level"));
        assertThat(Ensemble.of(Small.random(5)).whyNotClaimed(Statistic.MEAN)).isPresent();
    }

    @Test
    void normsNeedManyNetworks() {
        assertThat(wide().fewestNetworks(Statistic.MEAN)).isEqualTo(2);
        assertThat(wide().fewestNetworks(Statistic.FISHER_RAO_NORM)).isEqualTo(2000);
        assertThat(wide().relativeScatter(Statistic.FISHER_RAO_NORM)).isCloseTo(1, within(1e-15));
        assertThat(wide().relativeScatter(Statistic.LOG_VOLUME)).isZero();
    }

    /** Twice the width halves the variance between networks, and the bias is of order 1/M. */
    @Test
    void widerNetworksScatterLessAndAreLessBiased() {
        Ensemble wider =
                Ensemble.of(StudyConfig.random(NetworkSpec.of(new Activation.Tanh(), 3, 0.64, 600, 600, 600, 2), 30)
                        .withExecution(Small.ONE_THREAD));
        for (Statistic s : List.of(Statistic.MEAN, Statistic.SECOND_MOMENT, Statistic.TOP_MEAN)) {
            assertThat(wide().relativeScatter(s) / wider.relativeScatter(s))
                    .as(s.key())
                    .isBetween(1.2, 1.7);
            assertThat(wide().relativeBias(s)).as(s.key()).isGreaterThan(wider.relativeBias(s));
        }
    }

    @Test
    void candidatesComeInOneOrderWithTheirPredictions() {
        Map<Statistic, RealVector> values = new EnumMap<>(Statistic.class);
        values.put(Statistic.BULK, RealVector.of(1, 2, 3));
        values.put(Statistic.MEAN, RealVector.of(4, 5, 6));
        List<Candidate> candidates = wide().candidates(values);
        assertThat(candidates).extracting(Candidate::statistic).containsExactly(Statistic.MEAN, Statistic.BULK);
        assertThat(candidates.get(0).measured().value()).isEqualTo(5);
        assertThat(candidates.get(0).measured().degreesOfFreedom()).isEqualTo(2);
        assertThat(candidates.get(0).predicted()).isEqualTo(wide().predicted(Statistic.MEAN));
    }

    @Test
    void aWrongTheoryPredictsItsOwnNumbers() {
        Ensemble wrong = wide().withTheory((spec, moments, samples) -> MeanFieldTheory.predict(spec, moments, 60));
        assertThat(Objects.requireNonNull(wrong.predicted(Statistic.TOP_MEAN)))
                .isNotEqualTo(wide().predicted(Statistic.TOP_MEAN));
        assertThat(wrong.predicted(Statistic.MEAN)).isEqualTo(wide().predicted(Statistic.MEAN));
    }
}
