package io.github.fisherscope.meanfield.law.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.OrderParameters;
import io.github.fisherscope.meanfield.ValidityCondition;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The law against the reference program and its simulations. */
class FiniteWidthLawTest {
    private static final InputMoments NORMAL = InputMoments.standardNormal();

    private static BulkLaw law(NetworkSpec spec, long samples) {
        return FiniteWidthLaw.of(spec, NORMAL, samples).law().orElseThrow();
    }

    private static NetworkSpec tanh(double w, double b, int... widths) {
        return NetworkSpec.of(Activation.parse("tanh"), w, b, widths);
    }

    /** The same nodes and heights on another grid: tolerances are what that changes. */
    @ParameterizedTest
    @ValueSource(strings = {"readme-tanh", "tanh-C1-T500", "gelu-L2-C2", "tanh-centred"})
    void agreesWithTheReferenceProgramAndItsSimulations(String name) {
        OracleCase c = OracleCase.of(name);

        BulkLaw law = law(c.spec(), c.samples());

        for (int i = 1; i < 8; i++) {
            double expected = c.number("predicted/quantiles/" + i);
            assertThat(law.quantile(c.number("probabilities/" + i))).isCloseTo(expected, within(0.005 * expected));
        }
        double variance = c.number("predicted/variance");
        assertThat(law.variance()).isCloseTo(variance, within(0.01 * variance));
        double smallest = c.number("predicted/smallest");
        assertThat(law.smallest()).isCloseTo(smallest, within(0.03 * smallest));
        double largest = c.number("predicted/largest");
        assertThat(law.largest()).isCloseTo(largest, within(0.03 * largest));
        checkAgainstSimulation(c, law);
        // The trace has no other contribution than (S₁ − S₂)/T: any wrong sign shows here.
        BulkNetwork network = BulkNetwork.of(c.spec(), OrderParameters.of(c.spec(), NORMAL));
        assertThat(law.mean()).isCloseTo(network.bulk() / c.samples(), within(0.002 * law.mean()));
    }

    /** The law's own error is 3 % of the variance and 7 % of the smallest eigenvalue; ten networks add their scatter. */
    private static void checkAgainstSimulation(OracleCase c, BulkLaw law) {
        double error = c.number("simulated/variance/1") / Math.sqrt(10);
        assertThat(law.variance())
                .isCloseTo(c.number("simulated/variance/0"), within(0.03 * law.variance() + 3 * error));
        double smallest = c.number("simulated/smallest/0");
        double spread = 3 * c.number("simulated/smallest/1") / Math.sqrt(10);
        assertThat(law.smallest()).isCloseTo(smallest, within(0.07 * smallest + spread));
        assertThat(Math.abs(law.smallest() - smallest))
                .as("far nearer than the kernel of infinite width")
                .isLessThan(0.5 * Math.abs(c.number("kernel/smallest") - smallest));
    }

    @Test
    void bitsDoNotDependOnTheNumberOfThreads() throws InterruptedException, ExecutionException {
        NetworkSpec spec = tanh(3, 0.64, 100, 120, 2);

        assertThat(inPool(1, spec)).isEqualTo(inPool(3, spec));
    }

    private static List<Double> inPool(int threads, NetworkSpec spec) throws InterruptedException, ExecutionException {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> law(spec, 30).density().stream().boxed().toList())
                    .get();
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void narrowLawsAreResolved() {
        BulkLaw law = law(tanh(3, 0.64, 100_000, 100_000, 1), 10);

        double width = Math.sqrt(law.variance()) / law.mean();
        assertThat(width).isBetween(0.002, 0.05);
        assertThat(law.quantile(0.5)).isCloseTo(law.mean(), within(0.2 * width * law.mean()));
    }

    @ParameterizedTest
    @CsvSource({
        "hidden-layer, 3, 0.64, 50, '100,4'",
        "few-layers, 3, 0.64, 50, '100,100,100,100,100,100,100,100,100,100,4'",
        "bulk-exists, 3, 0.64, 1, '100,100,4'",
        "rank, 3, 0.64, 2000, '40,40,4'",
        "resolved, 1, 4, 50, '100,100,100,100,2'",
        "small-blocks, 3, 0.64, 3, '20,4,4,4'",
        "moderate-signals, 5000, 0, 50, '100,100,4'",
    })
    void saysWhyThereIsNoLaw(String name, double w, double b, long samples, String widths) {
        int[] sizes =
                Arrays.stream(widths.split(",")).mapToInt(Integer::parseInt).toArray();

        BulkPrediction none = FiniteWidthLaw.of(tanh(w, b, sizes), NORMAL, samples);

        assertThat(none.law()).isEmpty();
        assertThat(none.demands().stream().filter(c -> !c.holds()).map(ValidityCondition::name))
                .contains(name);
    }

    @Test
    void linearNetworksWithMoreSamplesThanInputsHaveNoLaw() {
        NetworkSpec spec = NetworkSpec.of(Activation.parse("identity"), 1, 0.1, 20, 400, 1);

        assertThat(FiniteWidthLaw.of(spec, NORMAL, 40).law()).isEmpty();
        assertThat(FiniteWidthLaw.of(spec, NORMAL, 15).law()).isPresent();
    }

    @Test
    void deepNetworksOfSeveralOutputsHaveRoughEnds() {
        OracleCase c = OracleCase.of("relu-L5");

        BulkPrediction bulk = FiniteWidthLaw.of(c.spec(), NORMAL, c.samples());

        assertThat(bulk.cautions().stream().filter(x -> !x.holds()).map(ValidityCondition::name))
                .containsExactly("good-ends");
        double largest = bulk.law().orElseThrow().largest() / c.number("simulated/largest/0");
        assertThat(largest).isBetween(1.07, 1.15);
    }
}
