package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On-line learning by natural gradients, from recorded numbers: what is claimed, and when it is not. */
class OnlineLearningPapersTest {
    @TempDir
    private Path folder = Path.of("");

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

    /** Numbers around the exact expectations. */
    @Test
    void whatAReaderSeesOfEfficiency() {
        assertThat(Recorded.text(efficiency(1, 1))).isEqualTo("""
                        AGREES: natural gradients follow the exact recursion at 5 of times: largest deviation 1.11 standard errors, allowed 3.32.
                        AGREES: gradients follow the exact recursion at 5 of times: largest deviation 1.02 standard errors, allowed 3.32.
                        AGREES: after 1000 samples gradients end 2.72 times as far from the truth as natural gradients; the bound is d = 3.

                        | t | natural gradient | exact | gradient | exact |
                        |---|---:|---:|---:|---|
                        | 10 | 0.190163 ± 0.000086 | 0.19011 | 2.6806 ± 0.0012 | 2.6798 |
                        | 30 | 0.76887 ± 0.00033 | 0.76924 | 5.0773 ± 0.0022 | 5.0796 |
                        | 100 | 1.82558 ± 0.00081 | 1.8257 | 6.8516 ± 0.0030 | 6.8537 |
                        | 300 | 2.5287 ± 0.0011 | 2.5297 | 7.5216 ± 0.0034 | 7.5209 |
                        | 1000 | 2.8570 ± 0.0013 | 2.8574 | 7.7627 ± 0.0034 | 7.7625 |

                        On-line learning against the Cramér-Rao bound
                        Natural gradients and gradients over the samples seen, beside the bound.
                        - natural gradient (POINTS, 5)
                        - exact (LINE, 5)
                        - gradient (HOLLOW_POINTS, 5)
                        - exact, gradient (LINE, 5)
                        - Cramér-Rao (DASHED_LINE, 5)
                        """);
    }

    /** Natural gradients that are a twentieth too far out. */
    @Test
    void whatAReaderSeesOfInefficientLearning() {
        assertThat(Recorded.text(efficiency(1.05, 1))).isEqualTo("""
                        DISAGREES: natural gradients follow the exact recursion at 5 of times: largest deviation 108.49 standard errors, allowed 3.32.
                        AGREES: gradients follow the exact recursion at 5 of times: largest deviation 1.02 standard errors, allowed 3.32.
                        AGREES: after 1000 samples gradients end 2.59 times as far from the truth as natural gradients; the bound is d = 3.

                        | t | natural gradient | exact | gradient | exact |
                        |---|---:|---:|---:|---|
                        | 10 | 0.199672 ± 0.000091 | 0.19011 | 2.6806 ± 0.0012 | 2.6798 |
                        | 30 | 0.80732 ± 0.00035 | 0.76924 | 5.0773 ± 0.0022 | 5.0796 |
                        | 100 | 1.91686 ± 0.00085 | 1.8257 | 6.8516 ± 0.0030 | 6.8537 |
                        | 300 | 2.6551 ± 0.0012 | 2.5297 | 7.5216 ± 0.0034 | 7.5209 |
                        | 1000 | 2.9999 ± 0.0013 | 2.8574 | 7.7627 ± 0.0034 | 7.7625 |

                        On-line learning against the Cramér-Rao bound
                        Natural gradients and gradients over the samples seen, beside the bound.
                        - natural gradient (POINTS, 5)
                        - exact (LINE, 5)
                        - gradient (HOLLOW_POINTS, 5)
                        - exact, gradient (LINE, 5)
                        - Cramér-Rao (DASHED_LINE, 5)
                        """);
    }

    /** Ten of twelve students. */
    @Test
    void whatAReaderSeesOfStudents() {
        assertThat(Recorded.text(adaptive(10))).isEqualTo("""
                        AGREES: the adaptive natural gradient ends lower within 3000 steps for 10 of 12 students; 9 would be chance (5 %).
                        AGREES: the adaptive natural gradient is sooner at a ten-thousandth of the first loss within 3000 steps for 10 of 12 students; 9 would be chance (5 %).

                        | student | adaptive: loss | steps to 10⁻⁴ | best rate | gradient: loss | steps to 10⁻⁴ |
                        |---|---:|---:|---:|---:|---|
                        | 1 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 2 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 3 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 4 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 5 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 6 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 7 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 8 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 9 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 10 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 11 | 0.0461 | 3050 | 0.50 | 1.53e-6 | 2100 |
                        | 12 | 0.0461 | 3050 | 0.50 | 1.53e-6 | 2100 |

                        On-line learning of a small task
                        Falling losses over the samples seen: the adaptive natural gradient and the gradient at its best rate.
                        - adaptive natural gradient (LINE, 61)
                        - gradient, best rate (LINE, 61)
                        """);
    }

    /** Nine of twelve students, which chance could do. */
    @Test
    void whatAReaderSeesOfStudentsByChance() {
        assertThat(Recorded.text(adaptive(9))).isEqualTo("""
                        DISAGREES: the adaptive natural gradient ends lower within 3000 steps for 9 of 12 students; 9 would be chance (5 %).
                        DISAGREES: the adaptive natural gradient is sooner at a ten-thousandth of the first loss within 3000 steps for 9 of 12 students; 9 would be chance (5 %).

                        | student | adaptive: loss | steps to 10⁻⁴ | best rate | gradient: loss | steps to 10⁻⁴ |
                        |---|---:|---:|---:|---:|---|
                        | 1 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 2 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 3 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 4 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 5 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 6 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 7 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 8 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 9 | 1.53e-6 | 2100 | 0.050 | 0.0461 | 3050 |
                        | 10 | 0.0461 | 3050 | 0.50 | 1.53e-6 | 2100 |
                        | 11 | 0.0461 | 3050 | 0.50 | 1.53e-6 | 2100 |
                        | 12 | 0.0461 | 3050 | 0.50 | 1.53e-6 | 2100 |

                        On-line learning of a small task
                        Falling losses over the samples seen: the adaptive natural gradient and the gradient at its best rate.
                        - adaptive natural gradient (LINE, 61)
                        - gradient, best rate (LINE, 61)
                        """);
    }

    /** Pictures are looked at by the names that an experiment gives before any work. */
    @Test
    void experimentsDrawTheFiguresThatTheyName() {
        assertThat(efficiency(1, 1).figures())
                .extracting(Figure::id)
                .containsExactlyElementsOf(new FisherEfficiency().figures());
        assertThat(adaptive(10).figures())
                .extracting(Figure::id)
                .containsExactlyElementsOf(new AdaptiveAgainstPlain().figures());
    }

    /** Captions say what was computed with which numbers. */
    @Test
    void captionsNameTheirSettings() {
        assertThat(efficiency(1, 1).figures().get(0).caption()).contains("2000 runs", "1/(t + 30)");
        assertThat(adaptive(10).figures().get(0).caption()).contains("2-3-1", "100 inputs", "12 students", "ε = 0.01");
    }
}
