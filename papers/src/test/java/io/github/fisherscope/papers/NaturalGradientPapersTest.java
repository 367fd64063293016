package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Natural gradients on-line and in wide networks, from recorded numbers: what is claimed, and when it is not. */
class NaturalGradientPapersTest {
    @TempDir
    private Path folder = Path.of("");

    /** 1ᵀN⁻¹1 with the tridiagonal matrix of ones, which has no inverse for L mod 3 = 2; the others by hand. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "3, 3, 1", "4, 4, 2", "6, 6, 2", "7, 7, 3"})
    void ratesOfTheForms(int layers, double blocks, double tridiagonal) {
        assertThat(Isotropy.EXACT.alpha(layers, 10)).isEqualTo(1);
        assertThat(Isotropy.LAYERS.alpha(layers, 10)).isEqualTo(blocks);
        assertThat(Isotropy.TRIDIAGONAL.alpha(layers, 10)).isCloseTo(tridiagonal, within(1e-14));
        assertThat(Isotropy.KRONECKER.alpha(layers, 10)).isEqualTo(10 * (layers - 1) + 1);
    }

    private Outcome isotropy(double below, double above) {
        Recorded recorded = new Recorded(folder);
        for (Isotropy form : Isotropy.values()) {
            for (int t : List.of(5, 10, 15, 20, 21, 22, 30, 45, 60, 61, 62, 70)) {
                boolean full = t <= (form == Isotropy.KRONECKER ? 21 : form == Isotropy.LAYERS ? 61 : 1000);
                recorded.put(new IsotropyConditions.Job(form, t), full ? below : above);
            }
        }
        return recorded.run(new IsotropyConditions());
    }

    @Test
    void conditionsAreHeldOnBothSides() {
        Outcome right = isotropy(1e-12, 0.2);
        assertThat(right.agrees()).isTrue();
        assertThat(right.claims()).hasSize(6);
        assertThat(right.table().rows()).hasSize(12);
    }

    @Test
    void aFormThatIsNotIsotropicIsSeen() {
        Outcome loose = isotropy(1e-3, 0.2);
        assertThat(loose.claims().stream().filter(c -> c.verdict() == Verdict.DISAGREES))
                .hasSize(4);
        assertThat(isotropy(1e-12, 1e-12).claims().stream().filter(c -> c.verdict() == Verdict.DISAGREES))
                .hasSize(2);
    }

    private Outcome rates(double exponent) {
        Recorded recorded = new Recorded(folder);
        for (Isotropy form : Isotropy.values()) {
            for (int width : List.of(32, 64, 128, 256)) {
                for (int n = 0; n < 16; n++) {
                    double[] losses = new double[9];
                    losses[0] = 1;
                    double apart = recorded.scattered(Math.pow(width / 32.0, exponent))[0];
                    for (int t = 1; t < 9; t++) {
                        losses[t] = Math.pow(0.25, t) * (1 + 0.1 * apart);
                    }
                    recorded.put(new NaturalRates.Job(form, width, n), losses);
                }
            }
        }
        return recorded.run(new NaturalRates());
    }

    @Test
    void deviationsThatFallWithWidthAgree() {
        Outcome falling = rates(-1);
        assertThat(falling.agrees()).isTrue();
        assertThat(claim(falling, "K-FAC").text()).containsPattern("M\\^\\(-(0[.]9|1[.]0)");
        assertThat(falling.figures().get(0).series()).hasSize(5);
        assertThat(falling.table().rows()).hasSize(16);
    }

    @Test
    void deviationsThatGrowDisagree() {
        assertThat(verdict(rates(0.5), "exact:")).isEqualTo(Verdict.DISAGREES);
        assertThat(rates(0.5).agrees()).isFalse();
    }

    /** A block of runs has the mean that the recursion gives, for both rules; the recursion has the known limits. */
    @ParameterizedTest
    @CsvSource({"true, 3", "false, 7.86"})
    void runsFollowTheRecursion(boolean natural, double limit) {
        assertThat(FisherEfficiency.expected(natural, 200_000)).isCloseTo(limit, within(0.01 * limit));
        double[] values = FisherEfficiency.block(3, new FisherEfficiency.Job(0, natural), 400)
                .toArray();
        double[] last =
                IntStream.range(0, 400).mapToDouble(r -> values[5 * r + 4]).toArray();
        double mean = IntStream.range(0, 400).mapToDouble(r -> last[r]).sum() / 400;
        double squares = IntStream.range(0, 400)
                .mapToDouble(r -> (last[r] - mean) * (last[r] - mean))
                .sum();
        double error = Math.sqrt(squares / 399 / 400);
        assertThat(Math.abs(mean - FisherEfficiency.expected(natural, 1000))).isLessThan(4 * error);
        // Another rule's expectation is far outside.
        assertThat(Math.abs(mean - FisherEfficiency.expected(!natural, 1000))).isGreaterThan(4 * error);
    }

    private Outcome efficiency(double natural, double gradient) {
        Recorded recorded = new Recorded(folder);
        int[] times = {10, 30, 100, 300, 1000};
        for (int block = 0; block < 20; block++) {
            for (boolean rule : new boolean[] {true, false}) {
                double[] values = new double[5 * 100];
                for (int i = 0; i < values.length; i++) {
                    double right = FisherEfficiency.expected(rule, times[i % 5]) * (rule ? natural : gradient);
                    values[i] = recorded.scattered(right)[0];
                }
                recorded.put(new FisherEfficiency.Job(block, rule), values);
            }
        }
        return recorded.run(new FisherEfficiency());
    }

    @Test
    void efficientLearningAgrees() {
        Outcome outcome = efficiency(1, 1);
        assertThat(outcome.agrees()).isTrue();
        assertThat(outcome.claims()).hasSize(3);
        assertThat(outcome.figures().get(0).series()).hasSize(5);
        assertThat(outcome.table().rows()).hasSize(5);
    }

    @Test
    void inefficientLearningIsSeen() {
        assertThat(verdict(efficiency(1.02, 1), "natural gradients follow")).isEqualTo(Verdict.DISAGREES);
        assertThat(verdict(efficiency(1, 0.36), "times as far")).isEqualTo(Verdict.DISAGREES);
    }

    private Outcome adaptive(int wins) {
        Recorded recorded = new Recorded(folder);
        for (int n = 0; n < 12; n++) {
            double[] fast = new double[61];
            double[] slow = new double[61];
            for (int k = 0; k <= 60; k++) {
                fast[k] = Math.pow(0.8, k);
                slow[k] = Math.pow(0.95, k);
            }
            recorded.put(new AdaptiveAgainstPlain.Job(n, 0), n < wins ? fast : slow);
            for (double rate : new double[] {0.05, 0.15, 0.5}) {
                recorded.put(new AdaptiveAgainstPlain.Job(n, rate), n < wins || rate < 0.5 ? slow : fast);
            }
        }
        return recorded.run(new AdaptiveAgainstPlain());
    }

    @Test
    void tenOfTwelveStudentsAreNotChance() {
        assertThat(AdaptiveAgainstPlain.needed(8)).isEqualTo(7);
        assertThat(AdaptiveAgainstPlain.needed(24)).isEqualTo(17);
        assertThat(AdaptiveAgainstPlain.needed(12)).isEqualTo(10);
        assertThat(adaptive(10).agrees()).isTrue();
        assertThat(adaptive(9).agrees()).isFalse();
        assertThat(claim(adaptive(12), "ends lower").text()).contains("for 12 of 12 students");
    }

    /** The rate that ends lowest stands for the gradient. */
    @Test
    void theGradientHasItsBestRate() {
        assertThat(adaptive(0).table().rows().get(0).get(3)).startsWith("0.5");
        assertThat(adaptive(12).table().rows()).hasSize(12);
    }
}
