package io.github.fisherscope.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Points every rule at a package that breaks it, so that no rule is green because it is blind. */
class RulesCanFailTest {
    private static final String FIXTURES = Rules.ROOT + ".architecture.fixture";

    /** What the violation must be about, so that a rule does not fail for another reason than the one meant. */
    private static final Map<String, List<String>> EXPECTED = Map.ofEntries(
            Map.entry("theory", List.of("meanfield.Prediction", "spectra.Measured")),
            Map.entry("measurement", List.of("spectra.Measured", "meanfield.Prediction")),
            Map.entry("specifications", List.of("meanfield.Prediction", "core.fisher.Matrix")),
            Map.entry("computing", List.of("reports.Page", "meanfield.Prediction")),
            Map.entry("direction", List.of("core.Knowing", "reports.Report")),
            Map.entry("rooms", List.of("measure.Measurement", "predict.Prediction", "plan.Plan")),
            Map.entry("cycle", List.of("first", "second")),
            Map.entry("wall", List.of("spectra.Decomposition", "org.ejml")),
            Map.entry(
                    "signature",
                    List.of("Decomposition.matrices()", "org.ejml", "Decomposition.kernel", "internal.Kernel")),
            Map.entry("rim", List.of("core.Drawing", "org.knowm", "core.Command", "picocli")),
            Map.entry("streams", List.of("System.out", "printStackTrace")),
            Map.entry("logging", List.of("java.util.logging")),
            Map.entry("nullness", List.of("nullness.Unmarked")),
            Map.entry("names", List.of("MatrixUtils", "MatrixHelper")),
            Map.entry("statics", List.of("Counter.count")),
            Map.entry("randomness", List.of("java.util.SplittableRandom", "Math.random")));

    static Stream<RuleUnderTest> rules() {
        return RuleUnderTest.all(FIXTURES).map(r -> new RuleUnderTest(r.fixture(), inFixture(r.fixture())));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleReportsItsFixture(RuleUnderTest rule) {
        JavaClasses fixture = new ClassFileImporter().importPackages(FIXTURES + "." + rule.fixture());
        assertThat(fixture).as("classes of the fixture").isNotEmpty();
        EvaluationResult result = rule.rule().evaluate(fixture);
        assertThat(result.hasViolation()).isTrue();
        assertThat(result.getFailureReport().toString()).contains(EXPECTED.get(rule.fixture()));
    }

    @Test
    void everyRuleHasItsExpectation() {
        assertThat(RuleUnderTest.all(FIXTURES).map(RuleUnderTest::fixture))
                .containsExactlyInAnyOrderElementsOf(EXPECTED.keySet());
    }

    private static ArchRule inFixture(String fixture) {
        return RuleUnderTest.all(FIXTURES + "." + fixture)
                .filter(r -> r.fixture().equals(fixture))
                .findFirst()
                .orElseThrow()
                .rule();
    }
}
