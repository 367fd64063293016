package io.github.fisherscope.reports.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.reports.result.Statistic;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recomputes every constant of {@link FiniteWidth} from the table of simulations. */
class FiniteWidthTest {
    private static final double QUANTILE = 2.576;

    private record Case(int width, int depth, int samples, int networks, RealVector columns) {
        double bias(int statistic) {
            double predicted = columns.get(3 * statistic + 2);
            double ratio = columns.get(3 * statistic) / predicted - 1;
            double error = columns.get(3 * statistic + 1) / predicted;
            return Math.max(0, Math.abs(ratio) - QUANTILE * error) * width;
        }

        double scatter(int statistic) {
            double deviation = columns.get(3 * statistic + 1) * Math.sqrt(networks) / columns.get(3 * statistic + 2);
            return deviation * Math.sqrt(width) / Math.sqrt(Math.max(1, depth / 3.0));
        }
    }

    @ParameterizedTest
    @CsvSource({"MEAN, 0", "TOP_MEAN, 2"})
    void theBiasIsTheLargestThatWasSimulated(Statistic statistic, int column) throws IOException {
        double worst = cases().stream().mapToDouble(c -> c.bias(column)).max().orElseThrow();

        double used = FiniteWidth.relativeBias(statistic, 1000) * 1000;

        assertThat(used).isBetween(worst - 0.01, Math.max(0.01, 1.05 * worst));
    }

    @Test
    void theBiasOfTheSecondMomentCoversEveryOneThatWasSimulated() throws IOException {
        double worst = cases().stream().mapToDouble(c -> c.bias(1)).max().orElseThrow();

        double used = FiniteWidth.relativeSecondMomentBias(1000, 3, 100) * 1000;

        // Twice the 4/M of an outlier and the square of its scatter of 1.8/√M.
        assertThat(used).isEqualTo(8 + 1.8 * 1.8, within(1e-9)).isGreaterThan(worst);
    }

    @ParameterizedTest
    @CsvSource({"MEAN, 0", "SECOND_MOMENT, 1", "TOP_MEAN, 2"})
    void theScatterIsTheLargestThatWasSimulated(Statistic statistic, int column) throws IOException {
        assertScatter(statistic, column, 100, c -> c.samples() >= 10);
        assertScatter(statistic, column, 1, c -> c.samples() < 10);
    }

    private static void assertScatter(Statistic statistic, int column, int samples, Predicate<Case> which)
            throws IOException {
        double worst = cases().stream()
                .filter(which)
                .mapToDouble(c -> c.scatter(column))
                .max()
                .orElseThrow();

        double used = FiniteWidth.relativeScatter(statistic, 10_000, 3, samples) * 100;

        assertThat(used).isBetween(worst, 1.1 * worst);
    }

    @Test
    void theBulkTakesWhatTheOutliersHaveTooMuch() {
        // One per cent of 10 outliers of 100 is 10; 990 bulk values of 2 add up to 1980.
        double bias = FiniteWidth.relativeBulkBias(400, 100, 100, 2);

        assertThat(bias * 1980 / 10).isEqualTo(0.01 * 100, within(1e-12));
    }

    @Test
    void whatWasNotSimulatedIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FiniteWidth.relativeBias(Statistic.LOG_VOLUME, 100))
                .withMessageContaining("logVolume");
    }

    private static List<Case> cases() throws IOException {
        try (InputStream in = Objects.requireNonNull(FiniteWidthTest.class.getResourceAsStream("simulations.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            List<Case> cases = lines.lines()
                    .filter(l -> !l.startsWith("#") && !l.startsWith("id,"))
                    .map(FiniteWidthTest::parse)
                    .toList();
            assertThat(cases).hasSize(26);
            return cases;
        }
    }

    private static Case parse(String line) {
        String[] f = line.split(",", -1);
        double[] columns = new double[9];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = Double.parseDouble(f[7 + i]);
        }
        return new Case(
                Integer.parseInt(f[2]),
                Integer.parseInt(f[3]),
                Integer.parseInt(f[5]),
                Integer.parseInt(f[6]),
                RealVector.of(columns));
    }
}
