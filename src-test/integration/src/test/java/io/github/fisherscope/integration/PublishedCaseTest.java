package io.github.fisherscope.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.fisherscope.results.json.ResultJson;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.LayerInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.testkit.OracleFile;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The case A6 of the oracle (tanh, 1000-1000-1000-10, T = 100) through the command line, with five networks: the table
 * agrees with theory, and the measurements agree with those of an independent program at 24 other networks.
 *
 * <p>The second comparison is a t test: with σ the standard deviation between networks, which the oracle's standard
 * error gives with 23 degrees of freedom, (x̄ − ȳ) / (σ √(1/5 + 1/24)) follows Student's distribution when both programs
 * measure the same thing. The false-alarm rate was fixed before looking.
 */
@Tag("statistical")
class PublishedCaseTest {
    /** At most 1000 such tests make 1e-3 per full run. */
    private static final double FALSE_ALARM = 1e-6;

    private static final int NETWORKS = 5;

    private static SpectrumResult result;
    private static OracleFile oracle;

    /**
     * A number that both programs measured.
     *
     * @param key its name in the oracle
     * @param detectable the relative error of it that must be seen
     */
    private record Quantity(String key, double detectable, ToDoubleFunction<SpectrumResult> measured) {
        double value() {
            return measured.applyAsDouble(result);
        }

        @Override
        public String toString() {
            return key;
        }
    }

    private static List<Quantity> quantities() {
        return List.of(
                new Quantity("mean", 0.06, r -> row(r, Statistic.MEAN).measured()),
                new Quantity(
                        "second", 0.20, r -> row(r, Statistic.SECOND_MOMENT).measured()),
                new Quantity("topCmean", 0.15, r -> row(r, Statistic.TOP_MEAN).measured()),
                new Quantity("lmax", 0.15, r -> row(r, Statistic.MAX).measured()),
                new Quantity("b1_mean", 0.12, r -> r.layers().get(0).mean()),
                new Quantity("b2_mean", 0.10, r -> r.layers().get(1).mean()),
                new Quantity("b3_mean", 0.05, r -> r.layers().get(2).mean()),
                new Quantity("b1_lmax", 0.20, r -> r.layers().get(0).max()),
                new Quantity("b2_lmax", 0.25, r -> r.layers().get(1).max()),
                new Quantity("b3_lmax", 0.20, r -> r.layers().get(2).max()));
    }

    @BeforeAll
    static void measure() {
        CommandRun run = CommandRun.ofLine("spectrum --widths 1000,1000,1000,10 --activation tanh --weight-variance 3"
                + " --bias-variance 0.64 --samples 100 --networks " + NETWORKS + " --memory 4g --json - --check");
        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        result = ResultJson.read(run.out());
        oracle = Oracles.file("sim_cases.json").cases("sim_cases").stream()
                .filter(c -> c.text("id").equals("A6"))
                .findFirst()
                .orElseThrow();
    }

    private static ComparisonRow row(SpectrumResult r, Statistic statistic) {
        return r.comparison().stream()
                .filter(c -> c.statistic().equals(statistic.key()))
                .findFirst()
                .orElseThrow();
    }

    private static void check(Quantity quantity, double measured) {
        double[] simulated = oracle.at("sim").vector(quantity.key);
        int others = oracle.integer("nseeds");
        double deviation = simulated[1] * Math.sqrt(others);
        double quantile = TDistribution.of(others - 1).inverseSurvivalProbability(FALSE_ALARM / 2);
        double allowed = quantile * deviation * Math.sqrt(1.0 / NETWORKS + 1.0 / others);
        if (!(Math.abs(measured - simulated[0]) <= allowed)) {
            throw new AssertionError(String.format(
                    Locale.ROOT,
                    "%s: measured %.6g, the oracle has %.6g; allowed ±%.2g",
                    quantity,
                    measured,
                    simulated[0],
                    allowed));
        }
    }

    @Test
    void theTableAgreesWithTheory() {
        List<Statistic> judged = List.of(Statistic.MEAN, Statistic.SECOND_MOMENT, Statistic.TOP_MEAN, Statistic.BULK);
        for (Statistic statistic : judged) {
            ComparisonRow row = row(result, statistic);
            assertThat(row.verdict()).as("%s", row).isEqualTo(Verdict.AGREES);
            assertThat(row.standardError()).isNotNull();
        }
        for (Statistic shown : List.of(Statistic.MAX, Statistic.LEARNING_RATE_BOUND, Statistic.FISHER_RAO_NORM)) {
            assertThat(row(result, shown).verdict()).isEqualTo(Verdict.INFORMATIVE);
            assertThat(row(result, shown).predicted()).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("quantities")
    void anIndependentProgramMeasuredTheSame(Quantity quantity) {
        check(quantity, quantity.value());
    }

    @ParameterizedTest
    @MethodSource("quantities")
    void anErrorOfTheStatedSizeWouldHaveBeenSeen(Quantity quantity) {
        for (double factor : new double[] {1 - quantity.detectable, 1 + quantity.detectable}) {
            assertThatThrownBy(() -> check(quantity, factor * quantity.value()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the oracle has");
        }
    }

    @Test
    void theBlocksAddUpToTheWhole() {
        double trace = 0;
        for (LayerInfo layer : result.layers()) {
            trace += layer.parameters() * layer.mean();
        }
        double mean = trace / result.network().parameters();
        // Two roundings per layer and network of numbers that are all positive.
        assertThat(mean).isCloseTo(row(result, Statistic.MEAN).measured(), Offset.offset(1e-13 * mean));
    }
}
