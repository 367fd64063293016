package io.github.fisherscope.studies.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheoryComparisonTest {
    private static final TheoryComparison COMPARISON = TheoryComparison.of(ComparisonConfig.defaults());
    private static final Statistic[] FIVE = {
        Statistic.MEAN, Statistic.SECOND_MOMENT, Statistic.TOP_MEAN, Statistic.BULK, Statistic.FISHER_RAO_NORM
    };

    /** Two-sided quantiles from printed tables of Student's t and of the normal distribution. */
    @ParameterizedTest
    @CsvSource({"23, 1, 2.807", "4, 1, 4.604", "1, 1, 63.657", "0, 1, 2.576", "9, 2, 3.690", "0, 10, 3.291"})
    void criticalValuesAreThoseOfTheTables(int degreesOfFreedom, int judged, double expected) {
        assertThat(COMPARISON.criticalValue(degreesOfFreedom, judged)).isCloseTo(expected, within(5.1e-4));
    }

    @Test
    void ratioAndZScoreFollowTheirDefinitions() {
        ComparisonRow row = only(Candidate.ofEnsemble(Statistic.MEAN, RealVector.of(9, 10, 11, 12), 10.0, 0));

        assertThat(row.measured()).isEqualTo(10.5);
        assertThat(row.standardError()).isCloseTo(Math.sqrt(5.0 / 3 / 4), within(1e-15));
        assertThat(row.ratio()).isCloseTo(1.05, within(1e-15));
        assertThat(row.zScore()).isCloseTo(0.5 / Math.sqrt(5.0 / 12), within(1e-14));
    }

    @Test
    void aNetworkWithinItsKnownScatterAgreesAndOneBeyondDoesNot() {
        // One judged row: 2.576 scatters of 2 %, above the prediction e^0.05152 − 1 = 5.29 %, and 1 % of bias.
        assertThat(only(Candidate.ofOneNetwork(Statistic.MAX, 106.28, 100.0, 0.02, 0.01))
                        .verdict())
                .isEqualTo(Verdict.AGREES);
        assertThat(only(Candidate.ofOneNetwork(Statistic.MAX, 106.3, 100.0, 0.02, 0.01))
                        .verdict())
                .isEqualTo(Verdict.DISAGREES);
        assertThat(only(Candidate.ofOneNetwork(Statistic.MAX, 93.8, 100.0, 0.02, 0.01))
                        .verdict())
                .isEqualTo(Verdict.DISAGREES);
    }

    @Test
    void rowsThatTheoryDoesNotClaimAreNotJudgedAndDoNotSharpenTheOthers() {
        List<ComparisonRow> rows = COMPARISON.compare(List.of(
                Candidate.ofOneNetwork(Statistic.MAX, 150, 100.0, 0.02, 0)
                        .indicative(Remark.of(Remark.Kind.OUTLIERS_SPLIT)),
                Candidate.ofOneNetwork(Statistic.BULK, 150, 100.0, 0.02, 0)
                        .notApplicable(Remark.of(Remark.Kind.NO_OUTLIER)),
                Candidate.ofOneNetwork(Statistic.LOG_VOLUME, 150, null, 0.02, 0),
                Candidate.ofOneNetwork(Statistic.MEAN, 105.1, 100.0, 0.02, 0)));

        assertThat(rows)
                .extracting(ComparisonRow::verdict)
                .containsExactly(Verdict.INFORMATIVE, Verdict.NOT_APPLICABLE, Verdict.NOT_APPLICABLE, Verdict.AGREES);
        assertThat(Verdict.overall(rows)).isEqualTo(Verdict.AGREES);
        assertThat(Verdict.overall(rows.subList(0, 3))).isEqualTo(Verdict.NOT_APPLICABLE);
    }

    @Test
    void aPredictionOfZeroHasNoRatio() {
        ComparisonRow row = only(Candidate.ofEnsemble(Statistic.MEAN, RealVector.of(-1, 1, 0.5), 0.0, 0));

        assertThat(row.ratio()).isNull();
        assertThat(row.verdict()).isEqualTo(Verdict.AGREES);
    }

    /**
     * Five right predictions, five networks: the table may cry wolf in 1 % of cases. With independent rows Bonferroni
     * loses almost nothing, so the count is binomial with p = 1 − (1 − 0.002)⁵ = 0.00996: 199 of 20 000 expected,
     * standard deviation 14. Both limits are five of them away (chance 6e-7).
     */
    @Test
    void rightPredictionsAreDoubtedAtTheStatedRate() {
        Random random = new Random(20260101L);
        int alarms = 0;
        for (int table = 0; table < 20_000; table++) {
            if (Verdict.overall(COMPARISON.compare(candidates(random, 1.0))) == Verdict.DISAGREES) {
                alarms++;
            }
        }
        assertThat(alarms).isBetween(199 - 70, 199 + 70);
    }

    /** Twenty networks with a scatter of 3 %: a prediction that is 6 % off lies 9 standard errors away. */
    @Test
    void wrongPredictionsAreFound() {
        Random random = new Random(7);
        for (int i = 0; i < 200; i++) {
            double[] values = IntStream.range(0, 20)
                    .mapToDouble(k -> 1 + 0.03 * random.nextGaussian())
                    .toArray();
            assertThat(only(Candidate.ofEnsemble(Statistic.MEAN, RealVector.of(values), 1.06, 0))
                            .verdict())
                    .isEqualTo(Verdict.DISAGREES);
        }
    }

    /**
     * One network of relative scatter 0.3 whose values are log-normal, as products over layers are: 1 % may be doubted, that is 500
     * of 50 000; five standard deviations of 22 are added. A symmetric limit would doubt twice as many and more.
     */
    @Test
    void aSkewedValueOfOneNetworkIsDoubtedAtMostAtTheStatedRate() {
        Random random = new Random(11);
        double sigma = Math.sqrt(Math.log1p(0.3 * 0.3));
        double critical = COMPARISON.criticalValue(0, 1);
        int alarms = 0;
        int symmetric = 0;
        for (int i = 0; i < 50_000; i++) {
            double value = Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
            Candidate candidate = Candidate.ofOneNetwork(Statistic.MEAN, value, 1.0, 0.3, 0);
            alarms += only(candidate).verdict() == Verdict.DISAGREES ? 1 : 0;
            symmetric += Math.abs(value - 1) > critical * 0.3 ? 1 : 0;
        }
        assertThat(alarms).isLessThan(500 + 110);
        assertThat(symmetric).isGreaterThan(500 + 110);
    }

    @Test
    void oneValueIsNoEnsemble() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidate.ofEnsemble(Statistic.MEAN, RealVector.of(1), 1.0, 0))
                .withMessageContaining("mean");
    }

    private static List<Candidate> candidates(Random random, double truth) {
        return Arrays.stream(FIVE)
                .map(s -> Candidate.ofEnsemble(
                        s,
                        RealVector.of(IntStream.range(0, 5)
                                .mapToDouble(k -> truth + 0.05 * random.nextGaussian())
                                .toArray()),
                        1.0,
                        0))
                .toList();
    }

    private static ComparisonRow only(Candidate candidate) {
        return COMPARISON.compare(List.of(candidate)).get(0);
    }
}
