package io.github.fisherscope.studies.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.core.fisher.Likelihood;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.config.StudiedMatrix;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.gate.GateOutcome.Status;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Conditions on a measured result, each held against numbers that stand elsewhere in it. */
class ConditionsTest {
    private static final SpectrumResult RESULT = Small.result();
    private static final double LARGEST = RESULT.spectrum().max();

    private static Status status(MeasuredNumber number, Assertion.Relation relation, double limit) {
        return new Assertion(number, relation, limit).judge(RESULT).status();
    }

    private static Gates baseline(SpectrumResult before, String... tolerances) {
        return new Gates(false, List.of(), new Baseline("old.json", before, Tolerances.parse(List.of(tolerances))));
    }

    private static GateOutcome only(SpectrumResult before, SpectrumResult now, String tolerance) {
        return baseline(before, tolerance).judge(now).get(0);
    }

    @ParameterizedTest
    @EnumSource(MeasuredNumber.class)
    void everyNumberIsFoundByItsNameInAnySpelling(MeasuredNumber number) {
        assertThat(MeasuredNumber.named("assert", number.key())).isEqualTo(number);
        assertThat(MeasuredNumber.named("assert", number.name())).isEqualTo(number);
        assertThat(MeasuredNumber.named("assert", number.key().replace("-", " ").toUpperCase(Locale.ROOT)))
                .isEqualTo(number);
    }

    @Test
    void statisticsAreFoundByTheNamesTheyHaveInResults() {
        for (Statistic statistic : Statistic.values()) {
            MeasuredNumber number = MeasuredNumber.named("assert", statistic.key());
            Double row = Objects.requireNonNull(RESULT.row(statistic.key())).measured();
            assertThat(number.of(RESULT)).as(statistic.key()).isEqualTo(row);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> MeasuredNumber.named("assert", "medium"))
                .withMessageStartingWith("assert is 'medium'")
                .withMessageContaining("spectral-entropy");
    }

    /** P = 51 and 15 rows: at most 15 eigenvalues are not zero, and tr² / tr F² follows from mean and second moment. */
    @Test
    void numbersOfTheSpectrumAreThoseThatItsEigenvaluesGive() {
        double[] values = RESULT.spectrum().eigenvalues().toArray();
        double sum = 0;
        double squares = 0;
        for (double v : values) {
            sum += v;
            squares += v * v;
        }
        assertThat(MeasuredNumber.RANK.of(RESULT)).isEqualTo(15.0);
        assertThat(MeasuredNumber.ZERO_FRACTION.of(RESULT)).isEqualTo(1 - 15.0 / 51);
        assertThat(Objects.requireNonNull(MeasuredNumber.PARTICIPATION_RATIO.of(RESULT)) / (sum * sum / squares))
                .isBetween(1 - 1e-12, 1 + 1e-12);
        assertThat(Objects.requireNonNull(MeasuredNumber.EFFECTIVE_RANK.of(RESULT)) / (sum / values[0]))
                .isBetween(1 - 1e-12, 1 + 1e-12);
        double entropy = 0;
        for (double v : values) {
            entropy -= v > 0 ? v / sum * Math.log(v / sum) : 0;
        }
        assertThat(Objects.requireNonNull(MeasuredNumber.SPECTRAL_ENTROPY.of(RESULT)) / entropy)
                .isBetween(1 - 1e-9, 1 + 1e-9);
    }

    @ParameterizedTest
    @CsvSource({"BELOW, FAILED", "AT_MOST, PASSED", "ABOVE, FAILED", "AT_LEAST, PASSED"})
    void theLimitItselfIsInsideWhereTheSignSaysSo(Assertion.Relation relation, Status status) {
        assertThat(status(MeasuredNumber.LARGEST, relation, LARGEST)).isEqualTo(status);
    }

    @Test
    void numbersOnBothSidesOfALimitAreTold() {
        double above = Math.nextUp(LARGEST);
        double below = Math.nextDown(LARGEST);
        assertThat(status(MeasuredNumber.LARGEST, Assertion.Relation.BELOW, above))
                .isEqualTo(Status.PASSED);
        assertThat(status(MeasuredNumber.LARGEST, Assertion.Relation.AT_MOST, below))
                .isEqualTo(Status.FAILED);
        assertThat(status(MeasuredNumber.LARGEST, Assertion.Relation.ABOVE, below))
                .isEqualTo(Status.PASSED);
        assertThat(status(MeasuredNumber.LARGEST, Assertion.Relation.AT_LEAST, above))
                .isEqualTo(Status.FAILED);
    }

    /** Six digits would show the limit itself as what must be below it. */
    @Test
    void aFailureByTheLastDigitsShowsThem() {
        double limit = Double.parseDouble(String.format(Locale.ROOT, "%.5e", LARGEST));
        Assertion.Relation other = LARGEST > limit ? Assertion.Relation.AT_MOST : Assertion.Relation.AT_LEAST;
        GateOutcome outcome = new Assertion(MeasuredNumber.LARGEST, other, limit).judge(RESULT);
        assertThat(outcome.failed()).isTrue();
        assertThat(outcome.words()).contains(Double.toString(LARGEST)).contains("but must be");
    }

    @ParameterizedTest
    @CsvSource({"largest<2, largest<2.0", "' max >= 1e-3', largest>=0.001", "secondMoment<=5, second-moment<=5.0"})
    void assertionsAreWrittenInOneWay(String text, String written) {
        Assertion assertion = Assertion.parse(text);
        assertThat(assertion.written()).isEqualTo(written);
        assertThat(Assertion.parse(assertion.written())).isEqualTo(assertion);
    }

    @Test
    void limitsAreFinite() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Assertion(MeasuredNumber.MEAN, Assertion.Relation.BELOW, Double.NaN))
                .withMessageStartingWith("limit");
    }

    /** The largest eigenvalues alone have no rank: an assertion on it would say nothing, and is refused. */
    @Test
    void whatWasNotMeasuredCannotBeAsserted() {
        SpectrumResult few = SpectrumStudy.of(Small.random(5)
                        .withMethod(Method.LANCZOS)
                        .withOptions(SpectrumOptions.defaults().withTop(3)))
                .run();
        assertThat(MeasuredNumber.RANK.of(few)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assertion.parse("rank>1").judge(few))
                .withMessageContaining("this result has no rank");
        GateOutcome skipped = baseline(RESULT, "50%").judge(few).stream()
                .filter(o -> o.name().equals("rank"))
                .findFirst()
                .orElseThrow();
        assertThat(skipped.status()).isEqualTo(Status.SKIPPED);
        assertThat(skipped.words()).contains("in this result");
        assertThat(only(few, RESULT, "50%").words()).contains("was");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> baseline(few, "rank=5%").judge(RESULT))
                .withMessageContaining("tolerance is 'rank'")
                .withMessageContaining("in old.json");
    }

    @Test
    void aResultDoesNotDifferFromItself() {
        assertThat(baseline(RESULT, "0%").judge(RESULT))
                .hasSize(MeasuredNumber.values().length)
                .allSatisfy(o -> {
                    assertThat(o.status()).isEqualTo(Status.PASSED);
                    assertThat(o.words()).contains("did not change");
                });
    }

    /** λ_max of another seed: the tolerance at which the verdict turns is the difference relative to the recorded one. */
    @Test
    void toleranceIsRelativeToWhatWasRecorded() {
        SpectrumResult other = SpectrumStudy.of(Small.random(5).withSeed(2)).run();
        double difference = 100 * Math.abs(other.spectrum().max() / LARGEST - 1);
        assertThat(only(RESULT, other, "largest=" + 1.001 * difference + "%").status())
                .isEqualTo(Status.PASSED);
        GateOutcome failed = only(RESULT, other, "largest=" + 0.999 * difference + "%");
        assertThat(failed.status()).isEqualTo(Status.FAILED);
        assertThat(failed.words()).contains("in old.json: it differs by ");
        // the other way round it is another share
        double back = 100 * Math.abs(LARGEST / other.spectrum().max() - 1);
        assertThat(only(other, RESULT, "largest=" + 1.001 * back + "%").status())
                .isEqualTo(Status.PASSED);
        assertThat(only(other, RESULT, "largest=" + 0.999 * back + "%").status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void resultsOfOtherMatricesCannotBeABaseline() {
        SpectrumResult diagonal = SpectrumStudy.of(
                        Small.random(5).withMatrix(StudiedMatrix.parse("fisher", "diagonal", "none")))
                .run();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> baseline(diagonal, "5%").judge(RESULT))
                .withMessageStartingWith("baseline is old.json")
                .withMessageContaining("form diagonal");
        SpectrumResult classes = SpectrumStudy.of(Small.random(5).withLikelihood(new Likelihood.Categorical()))
                .run();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> baseline(RESULT, "5%").judge(classes))
                .withMessageContaining("categorical");
    }

    @Test
    void tolerancesAreOfAllOrOfOne() {
        Tolerances t = Tolerances.parse(List.of("5%", "largest=1%", "rank = 0 %"));
        assertThat(t.of(MeasuredNumber.MEAN)).isEqualTo(0.05);
        assertThat(t.of(MeasuredNumber.LARGEST)).isEqualTo(0.01);
        assertThat(t.of(MeasuredNumber.RANK)).isZero();
        assertThat(Tolerances.parse(List.of("max=1%")).of(MeasuredNumber.MEAN)).isNull();
        assertThat(Tolerances.isTolerance("5%")).isTrue();
        assertThat(Tolerances.isTolerance("max=1")).isTrue();
        assertThat(Tolerances.isTolerance("old.json")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"5%, 6%", "max=1%, largest=1%", "mean=1%, mean=2%"})
    void twoTolerancesOfOneNumberAreRefused(String first, String second) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tolerances.parse(List.of(first, second)))
                .withMessageStartingWith("tolerance is '" + second + "'");
    }

    /** A network of width 6 is too narrow for theory, so that a check has nothing that could fail. */
    @Test
    void aCheckThatCannotFailIsRefusedWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Gates(true, List.of(), null).judge(RESULT))
                .withMessageStartingWith("check; it has nothing to judge: conditions of theory fail")
                .withMessageContaining("wide");
    }

    @Test
    void outcomesComeInTheOrderOfTheConditions() {
        Gates gates = new Gates(
                false,
                List.of(Assertion.parse("largest>0"), Assertion.parse("mean<0")),
                new Baseline("old.json", RESULT, Tolerances.parse(List.of("mean=1%"))));
        assertThat(gates.any()).isTrue();
        assertThat(new Gates(false, List.of(), null).any()).isFalse();
        assertThat(gates.judge(RESULT)).extracting(GateOutcome::gate).containsExactly("assert", "assert", "baseline");
        assertThat(gates.judge(RESULT)).extracting(GateOutcome::failed).containsExactly(false, true, false);
    }
}
