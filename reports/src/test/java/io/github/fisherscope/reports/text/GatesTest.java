package io.github.fisherscope.reports.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.fisherscope.reports.fixture.SampleResults;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.gate.Assertion;
import io.github.fisherscope.studies.gate.Baseline;
import io.github.fisherscope.studies.gate.GateOutcome;
import io.github.fisherscope.studies.gate.GateOutcome.Status;
import io.github.fisherscope.studies.gate.Gates;
import io.github.fisherscope.studies.gate.JUnitReport;
import io.github.fisherscope.studies.gate.Tolerances;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions that can fail, and those that cannot and are refused. */
class GatesTest {
    /** λ_max is 269.42 over the ensemble, the mean 0.0095043, the rank 1000. */
    private static final SpectrumResult RESULT = SampleResults.tanhTenOutputs();

    private static Gates asserting(String text) {
        return new Gates(false, List.of(Assertion.parse(text)), null);
    }

    private static Baseline baseline(String... tolerances) {
        return new Baseline("result.json", RESULT, Tolerances.parse(List.of(tolerances)));
    }

    @ParameterizedTest
    @CsvSource({
        "largest<270, PASSED", "largest<269, FAILED", "max < 270, PASSED", "largest>=269.4, PASSED",
        "largest>270, FAILED", "mean<=0.0096, PASSED", "secondMoment>1, FAILED", "second-moment>0.1, PASSED",
        "rank>=1000, PASSED", "rank<1000, FAILED", "zero-fraction<1, PASSED", "learning-rate-bound>7e-3, PASSED",
    })
    void numbersAreHeldAgainstLimits(String text, Status expected) {
        assertThat(asserting(text).judge(RESULT))
                .singleElement()
                .extracting(GateOutcome::status)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "largest",
                "largest=200",
                "largest<",
                "<200",
                "largest<two",
                "largest<NaN",
                "largest<2f",
                "nothing<2",
                ""
            })
    void whatIsNoAssertionIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Assertion.parse(text))
                .withMessageStartingWith("assert is '");
    }

    @Test
    void theSameResultIsWithinNoTolerance() {
        assertThat(baseline("0%").judge(RESULT))
                .hasSize(12)
                .allSatisfy(o -> assertThat(o.status()).isEqualTo(Status.PASSED));
    }

    @Test
    void eachStatisticHasItsTolerance() {
        SpectrumResult larger = SampleResults.withRowsTimes(RESULT, 1.03);
        assertThat(baseline("5%").judge(larger)).noneMatch(GateOutcome::failed);
        assertThat(baseline("2%").judge(larger).stream().filter(GateOutcome::failed))
                .hasSize(7); // those of the table; the numbers of the spectrum did not change
        assertThat(baseline("5%", "largest=2%").judge(larger).stream()
                        .filter(GateOutcome::failed)
                        .map(GateOutcome::name))
                .containsExactly("largest");
        assertThat(baseline("mean=5%").judge(larger)).hasSize(1);
        assertThat(baseline("5%").judge(larger).get(0).words()).contains("differs by 3.00 %", "allowed are 5.00 %");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "-1%", "five%", "nothing=5%", "mean=", "NaN%", "%"})
    void whatIsNoToleranceIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tolerances.parse(List.of(text)))
                .withMessageStartingWith("tolerance is '");
    }

    @Test
    void aCheckReportsEveryRowAndFailsWithTheRowsThatDisagree() {
        List<GateOutcome> outcomes = new Gates(true, List.of(), null).judge(RESULT);
        assertThat(outcomes).hasSize(RESULT.comparison().size());
        assertThat(outcomes).extracting(GateOutcome::status).contains(Status.PASSED, Status.SKIPPED);
    }

    @Test
    void aCheckWithNothingToJudgeIsRefused() {
        SpectrumResult unjudged = SampleResults.withoutVerdicts(RESULT);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Gates(true, List.of(), null).judge(unjudged))
                .withMessageStartingWith("check; it has nothing to judge");
    }

    @Test
    void buildServersReadTheOutcomes() {
        String xml = JUnitReport.of(
                "fisher \u0001 <spectrum>",
                List.of(
                        new GateOutcome("assert", "largest<200", Status.FAILED, "largest is 243 & more"),
                        new GateOutcome("baseline", "mean", Status.PASSED, ""),
                        new GateOutcome("check", "max", Status.SKIPPED, "for information")));
        assertThat(xml)
                .contains("tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"1\"")
                .contains("name=\"fisher ? &lt;spectrum")
                .contains("name=\"largest&lt;200\"")
                .contains("<failure message=\"largest is 243 &amp; more\"")
                .contains("<skipped message=\"for information\"");
    }
}
