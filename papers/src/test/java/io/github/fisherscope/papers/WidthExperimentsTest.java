package io.github.fisherscope.papers;

import static io.github.fisherscope.papers.Recorded.claim;
import static io.github.fisherscope.papers.Recorded.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.meanfield.MetricStatistics;
import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.results.spectrum.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments against the width or the number of samples, from recorded numbers. */
class WidthExperimentsTest {
    private static final List<Integer> WIDTHS = List.of(50, 100, 200, 400);

    @TempDir
    private Path folder = Path.of("");

    private static SpectrumStatistics metric(int width) {
        MeanFieldPrediction p =
                MeanFieldTheory.predict(Family.TANH.spec(3, width, 1), InputMoments.standardNormal(), 50);
        return MetricStatistics.of(p.spec(), p.order(), 50).statistics();
    }

    private Outcome metric(double largest, double second, double mean) {
        return new Recorded(folder)
                .grid(WIDTHS, 40, width -> {
                    SpectrumStatistics s = metric(width);
                    return new double[] {largest * s.largest(), second * s.secondMoment(), mean * s.mean()};
                })
                .run(new MetricAgainstWidth());
    }

    @Test
    void rightNumbersOfTheMetricAgree() {
        Outcome outcome = metric(1, 1, 1);
        assertThat(outcome.agrees()).isTrue();
        assertThat(outcome.claims().stream().filter(c -> c.verdict() == Verdict.AGREES))
                .hasSize(3);
        assertThat(outcome.figures().get(0).series()).hasSize(6);
        assertThat(outcome.table().rows()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"1.05, 1, 1, λ_max / theory", "1, 0.95, 1, second moment", "1, 1, 1.05, mean /"})
    void aWrongMetricIsNoticed(double largest, double second, double mean, String words) {
        Outcome outcome = metric(largest, second, mean);
        assertThat(verdict(outcome, words)).isEqualTo(Verdict.DISAGREES);
        assertThat(outcome.claims().stream().filter(c -> c.verdict() == Verdict.DISAGREES))
                .hasSize(1);
    }

    /** What falls off like 1/M beside the theory is no disagreement: limits are extrapolated. */
    @Test
    void aCorrectionOfFiniteWidthIsNoDisagreement() {
        Outcome outcome = new Recorded(folder)
                .grid(WIDTHS, 40, width -> {
                    SpectrumStatistics s = metric(width);
                    double more = 1 + 4.0 / width;
                    return new double[] {more * s.largest(), s.secondMoment() / more, s.mean()};
                })
                .run(new MetricAgainstWidth());
        assertThat(outcome.agrees()).isTrue();
    }

    /** The C-th eigenvalue falls like T to a power beside the others, which stay. */
    private Outcome outliers(double power) {
        return new Recorded(folder)
                .grid(List.of(25, 50, 100, 200), 16, t -> new double[] {
                    30, 20, 40 * Math.pow(t, power), 31, 19,
                })
                .run(new SoftmaxOutliers());
    }

    @ParameterizedTest
    @CsvSource({"-0.5, AGREES", "0, INFORMATIVE", "0.5, DISAGREES"})
    void oneOutlierOfASoftmaxIsLost(double power, Verdict expected) {
        assertThat(verdict(outliers(power), "C − 1 outliers remain")).isEqualTo(expected);
    }

    @Test
    void measuredOverLawIsTheirRatio() {
        // 30/31 = 0.968 and 20/19 = 1.053, but for the scatter of 2 % over 16 networks
        String text = claim(outliers(-0.5), "measured / law lies between").text();
        String[] numbers = text.replaceAll(".*between ([0-9.]+) and ([0-9.]+) at.*", "$1 $2")
                .split(" ", 2);
        assertThat(Double.parseDouble(numbers[0])).isBetween(0.94, 0.99);
        assertThat(Double.parseDouble(numbers[1])).isBetween(1.03, 1.08);
    }

    private Outcome softmax(double largest, double second, double mean, double ofRegression) {
        return new Recorded(folder)
                .grid(WIDTHS, 40, width -> new double[] {
                    largest * width, second * 3, mean / width, width, 3, 1.0 / width, width / ofRegression,
                })
                .run(new SoftmaxStatistics());
    }

    @Test
    void rightNumbersOfASoftmaxAgree() {
        Outcome outcome = softmax(1, 1, 1, 0.3);
        assertThat(outcome.agrees()).isTrue();
        assertThat(outcome.claims()).hasSize(4);
        assertThat(outcome.table().rows().get(3).get(0)).isEqualTo("400");
    }

    @ParameterizedTest
    @CsvSource({"1.05, 1, 1, λ_max / theory", "1, 1.05, 1, s_λ / theory", "1, 1, 0.95, m_λ / theory"})
    void wrongNumbersOfASoftmaxAreNoticed(double largest, double second, double mean, String words) {
        assertThat(verdict(softmax(largest, second, mean, 0.3), words)).isEqualTo(Verdict.DISAGREES);
    }

    /** For no network may the softmax take more than half: one of many with 0.6 is enough. */
    @Test
    void aSoftmaxBeyondHalfOfRegressionIsNoticed() {
        assertThat(verdict(softmax(1, 1, 1, 0.6), "exceeds half of that of regression"))
                .isEqualTo(Verdict.DISAGREES);
    }
}
