package io.github.fisherscope.studies.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.studies.verdict.Candidate.Claim;
import io.github.fisherscope.studies.verdict.Remark.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateTest {
    /** Values 1, 2, 3, 4: mean 2.5, sum of squares 5, standard error √(5/3/4). */
    private static final RealVector FOUR = RealVector.of(1, 2, 3, 4);

    private static Candidate ensemble(@Nullable Double predicted) {
        return Candidate.ofEnsemble(Statistic.MEAN, FOUR, predicted, 0.1);
    }

    @Test
    void anEnsembleIsItsMeanAndTheErrorOfThat() {
        Candidate c = ensemble(2.0);
        assertThat(c.measured().value()).isEqualTo(2.5);
        assertThat(c.measured().standardError()).isCloseTo(Math.sqrt(5.0 / 12), within(1e-15));
        assertThat(c.measured().degreesOfFreedom()).isEqualTo(3);
        assertThat(c.claim()).isEqualTo(Claim.EXACT);
        assertThat(c.judged()).isTrue();
        assertThat(c.note()).isEmpty();
    }

    @Test
    void oneNetworkHasNoErrorOfItsOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidate.ofEnsemble(Statistic.BULK, RealVector.of(1), 1.0, 0))
                .withMessageContaining("bulk has 1 values");
        Candidate known = Candidate.ofOneNetwork(Statistic.BULK, 3, -2.0, 0.25, 0);
        assertThat(known.measured().standardError()).isEqualTo(0.5);
        assertThat(known.measured().degreesOfFreedom()).isZero();
        assertThat(Candidate.ofOneNetwork(Statistic.BULK, 3, null, 0.25, 0)
                        .measured()
                        .standardError())
                .isEqualTo(0.75);
        assertThat(Candidate.ofOneNetwork(Statistic.BULK, 3, 2.0, null, 0).judged())
                .isFalse();
    }

    @Test
    void withoutAPredictionNothingIsClaimed() {
        assertThat(ensemble(null).claim()).isEqualTo(Claim.NONE);
        assertThat(ensemble(null).judged()).isFalse();
        assertThat(ensemble(2.0).indicative(Remark.of(Kind.OUTLIERS_SPLIT)).judged())
                .isFalse();
        assertThat(ensemble(2.0).notApplicable(Remark.of(Kind.NO_BULK)).claim()).isEqualTo(Claim.NONE);
        assertThat(ensemble(2.0).withRemark(Remark.of(Kind.MEAN_OF_OUTLIERS)).judged())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsMeasuredIsFinite(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidate.ofOneNetwork(Statistic.MEAN, value, 1.0, 0.1, 0))
                .withMessageStartingWith("value");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidate.ofOneNetwork(Statistic.MEAN, 1, 1.0, 0.1, -0.5))
                .withMessageStartingWith("relativeBias");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Candidate.ofOneNetwork(Statistic.MEAN, 1, 1.0, -0.1, 0))
                .withMessageStartingWith("relativeScatter");
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyRemarkIsOneSentenceOfItsOwn(Kind kind) {
        String text =
                ensemble(2.0).withRemark(new Remark(kind, "the reason", 40)).note();
        assertThat(text).endsWith(".").doesNotContain("null", "%s", "%d", "..");
        for (Kind other : Kind.values()) {
            if (other != kind
                    && !(kind.name().startsWith("WEIGHTS") || other.name().startsWith("WEIGHTS"))) {
                assertThat(ensemble(2.0)
                                .withRemark(new Remark(other, "the reason", 40))
                                .note())
                        .as("%s beside %s", other, kind)
                        .isNotEqualTo(text);
            }
        }
    }

    @Test
    void remarksAreSaidInTheirOrder() {
        Candidate c = ensemble(2.0).indicative(Remark.of(Kind.NORM_SCATTERS), Remark.normNeeds(123));
        assertThat(c.note())
                .startsWith("The norm of one network scatters")
                .endsWith("Judged from 123 networks on, whose mean is close to normal.");
    }

    /** 2.5 against 2 with an error of 0.6455: t_3 at 0.5 % is 5.84, so that ±3.77 is allowed, more than the prediction. */
    @Test
    void aTestThatCouldNotFailIsForInformation() {
        ComparisonRow row = TheoryComparison.of(ComparisonConfig.defaults())
                .compare(List.of(ensemble(2.0)))
                .get(0);
        assertThat(row.verdict()).isEqualTo(Verdict.INFORMATIVE);
        assertThat(row.note()).contains("a value of zero would pass too");
        assertThat(row.ratio()).isEqualTo(1.25);
        assertThat(row.zScore()).isCloseTo(0.5 / Math.sqrt(5.0 / 12), within(1e-12));
    }

    /** With the known scatter σ = 0.01 the normal quantile at 0.5 % is 2.5758: above it is e^{cσ} − 1, below cσ. */
    @ParameterizedTest
    @CsvSource({
        "1.02609, AGREES",
        "1.02610, DISAGREES",
        "0.97425, AGREES",
        "0.97424, DISAGREES",
    })
    void oneNetworkIsJudgedAsLogNormalAbove(double measured, Verdict verdict) {
        Candidate c = Candidate.ofOneNetwork(Statistic.MEAN, measured, 1.0, 0.01, 0);
        ComparisonRow row = TheoryComparison.of(ComparisonConfig.defaults())
                .compare(List.of(c))
                .get(0);
        assertThat(row.verdict()).isEqualTo(verdict);
        assertThat(row.standardError()).isNull();
        assertThat(row.theoryScatter()).isEqualTo(0.01);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 0.5, Double.NaN})
    void errorRatesOfATableLieBelowOneHalf(double rate) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComparisonConfig.defaults().withFamilyErrorRate(rate))
                .withMessageContaining("familyErrorRate is " + rate);
    }

    /** The quantile is that of the share that a row gets: the more rows, the more each may be off. */
    @Test
    void rowsOfATableShareItsErrorRate() {
        TheoryComparison table = TheoryComparison.of(ComparisonConfig.defaults());
        assertThat(table.criticalValue(0, 1)).isCloseTo(2.5758293, within(1e-6));
        assertThat(table.criticalValue(0, 10)).isCloseTo(3.2905267, within(1e-6));
        assertThat(table.criticalValue(9, 1)).isCloseTo(3.2498355, within(1e-6));
    }
}
