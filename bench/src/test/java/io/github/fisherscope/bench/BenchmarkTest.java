package io.github.fisherscope.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.fisherscope.bench.BenchStage.GemmRate;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Precision;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.results.spectrum.NetworkInfo;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.plan.MemoryLimitException;
import io.github.fisherscope.studies.plan.RouteCost;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BenchmarkTest {
    private static BenchConfig small() {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 12, 14, 13, 10);
        return BenchConfig.defaults()
                .withBackend("java")
                .withExecution(new BackendConfig(Precision.DOUBLE, 2))
                .withQuick(true)
                .withProblem(new BenchConfig.Problem(
                        "small",
                        RandomNetworkGenerator.of(spec, 1).network(0),
                        RandomInputs.of(1).standardNormal(0, 20, 12),
                        NetworkDescription.of(new NetworkSource.Random(spec), 1)));
    }

    @Test
    void routesThatMeasureTheSameNumberFindTheSameNumber() {
        BenchResult result = Benchmark.of(small()).run(stage -> {});
        Map<String, Double> built = values(result, "dual matrix, built");
        Map<String, Double> all = values(result, "all eigenvalues of the built matrix");
        Map<String, Double> largest = values(result, "ten largest");
        Map<String, Double> moments = values(result, "tr F and tr F²");
        // Sums of 200 terms in float64: 200 ε relative is 5e-14.
        for (String moment : List.of("trace", "squaredNorm")) {
            double expected = number(built, moment);
            assertThat(number(moments, moment)).isCloseTo(expected, within(5e-14 * expected));
        }
        Map<String, Double> streamed = values(result, "tr F, θᵀFθ");
        double trace = number(built, "trace");
        assertThat(number(streamed, "trace")).isCloseTo(trace, within(5e-14 * trace));
        assertThat(values(result, "K u, data in batches, ten").get("norm"))
                .isCloseTo(values(result, "K u, data in batches").get("norm"), withinPercentage(1e-11));
        double max = number(all, "eigenvalue1");
        for (int i = 1; i <= 10; i++) {
            // A residual of 1e-6 |λ| bounds the distance to an eigenvalue.
            double expected = number(all, "eigenvalue" + i);
            assertThat(number(largest, "eigenvalue" + i)).isCloseTo(expected, within(1e-6 * max));
        }
    }

    /** Both steps start at the same loss, and lower it: the rate is far below the limit of either. */
    @Test
    void bothStepsLowerTheSameLoss() {
        BenchResult result = Benchmark.of(small().withJobs(EnumSet.of(BenchJob.NATURAL_GRADIENT)))
                .run(stage -> {});
        Map<String, Double> plain = values(result, "gradient step");
        Map<String, Double> natural = values(result, "natural gradient step, damped");
        assertThat(number(natural, "before")).isEqualTo(number(plain, "before"));
        assertThat(number(natural, "after")).isLessThan(number(natural, "before"));
        assertThat(number(plain, "after")).isLessThan(number(plain, "before"));
    }

    @Test
    void everyStageStandsInTheTableAndInTheJson() {
        List<String> told = new ArrayList<>();
        BenchResult result =
                Benchmark.of(small().withJobs(EnumSet.of(BenchJob.PRODUCTS))).run(told::add);
        assertThat(result.rates().stages()).extracting(BenchStage::stage).contains("K u", "F v", "K u, ten at once");
        assertThat(told).anyMatch(text -> text.startsWith("F v"));
        assertThat(BenchText.of(result).terminal()).contains("backward sensitivities", "backend java");
        BenchResult read = BenchJson.read(BenchJson.write(result));
        assertThat(read).isEqualTo(result);
        assertThat(read.network()).isNotNull().extracting(NetworkInfo::widths).isEqualTo(List.of(12, 14, 13, 10));
    }

    @Test
    void theCostModelIsHeldAgainstMeasurement() {
        BenchResult result =
                Benchmark.of(small().withJobs(EnumSet.of(BenchJob.ROUTES))).run(stage -> {});
        assertThat(result.rates().stages()).hasSize(5); // nothing is prepared for products through the network
        assertThat(result.rates().routes()).extracting(RouteCheck::products).containsExactly(10, 70, 870);
        assertThat(result.rates().routes()).allMatch(check -> check.loss() >= 0);
        assertThat(BenchText.of(result).terminal()).contains("cost model, 70 products");
        assertThat(BenchJson.read(BenchJson.write(result))).isEqualTo(result);
    }

    @Test
    void aWrongChoiceHasItsPrice() {
        List<RouteCost> costs = List.of(new RouteCost("network", 0, 10), new RouteCost("matrix", 300, 1));
        Map<String, RouteCheck.Seconds> measured =
                Map.of("network", new RouteCheck.Seconds(0, 1), "matrix", new RouteCheck.Seconds(60, 0.5));
        // by the model the matrix pays from 34 products on, by measurement from 121 on
        assertThat(RouteCheck.of(30, costs, measured)).isEqualTo(new RouteCheck(30, "network", 30, "network", 30));
        RouteCheck between = RouteCheck.of(80, costs, measured);
        assertThat(between).isEqualTo(new RouteCheck(80, "matrix", 100, "network", 80));
        assertThat(between.loss()).isEqualTo(0.25);
        assertThat(RouteCheck.of(200, costs, measured).loss()).isZero();
    }

    @Test
    void theShareIsTakenOfTheBetterGemmRate() {
        BenchStage stage = new BenchStage(
                "n",
                "s",
                new BenchStage.Time(2, 4.0, 1),
                100,
                new GemmRate(80, 50.0),
                new GemmRate(100, 40.0),
                Map.of());
        assertThat(stage.gigaflopsPerSecond()).isEqualTo(50);
        assertThat(stage.shareOfGemm()).isEqualTo(0.5);
        assertThat(stage.shareOfGemmByCpu()).isEqualTo(0.5);
    }

    @ParameterizedTest
    @EnumSource(BenchJob.class)
    void aJobThatDoesNotFitIsRefusedBeforeAnyWork(BenchJob job) {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, 12, 14, 13, 10);
        BenchConfig.Problem many = new BenchConfig.Problem(
                "many samples",
                RandomNetworkGenerator.of(spec, 1).network(0),
                RandomInputs.of(1).standardNormal(0, 4000, 12));
        BenchConfig tight = small().withProblem(many)
                .withJobs(EnumSet.of(job))
                .withMemoryLimit(320L << 20); // the Java machine alone
        assertThatThrownBy(() -> Benchmark.of(tight).run(stage -> {
                    throw new AssertionError(stage);
                }))
                .isInstanceOf(MemoryLimitException.class)
                .hasMessageContaining("job " + job.id() + " (many samples)")
                .hasMessageContaining("320m")
                .hasMessageContaining("leave the job out");
    }

    @Test
    void unknownJobsAndForeignTextsAreRefused() {
        assertThatThrownBy(() -> BenchJob.parse("spectrum")).hasMessageContaining("products");
        assertThatThrownBy(() -> BenchJson.read("{\"schema\": \"other\"}")).hasMessageContaining("fisherscope/bench/1");
    }

    private static double number(Map<String, Double> values, String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private static Map<String, Double> values(BenchResult result, String stage) {
        return result.rates().stages().stream()
                .filter(s -> s.stage().startsWith(stage))
                .findFirst()
                .orElseThrow()
                .values();
    }
}
