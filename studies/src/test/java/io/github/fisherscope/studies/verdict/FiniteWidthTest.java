package io.github.fisherscope.studies.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.meanfield.InputMoments;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.results.spectrum.Statistic;
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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Recomputes the constants of {@link FiniteWidth} from the table of simulations. The derived allowances are held against
 * simulations in the tests of {@code meanfield}.
 */
class FiniteWidthTest {
    private record Case(int width, int depth, int samples, int networks, RealVector columns) {
        double scatter(int statistic) {
            double deviation = columns.get(3 * statistic + 1) * Math.sqrt(networks) / columns.get(3 * statistic + 2);
            return deviation * Math.sqrt(width) / Math.sqrt(Math.max(1, depth / 3.0));
        }
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

    private static MeanFieldPrediction predict(int width) {
        return MeanFieldTheory.predict(
                NetworkSpec.of(Activation.parse("tanh"), 3, 0.64, width, width, width, 10),
                InputMoments.standardNormal(),
                100);
    }

    @Test
    void theBulkTakesWhatTheOutliersHaveTooMuch() {
        MeanFieldPrediction p = predict(400);
        double trace = p.recommended().mean() * p.spec().parameters();
        double outliers = 10
                * FiniteWidth.relativeBias(Statistic.TOP_MEAN, p)
                * p.recommended().topMean();

        double bulk = 990
                * FiniteWidth.relativeBias(Statistic.BULK, p)
                * p.recommended().bulk();

        assertThat(bulk)
                .isCloseTo(outliers + FiniteWidth.relativeBias(Statistic.MEAN, p) * trace, within(1e-9 * outliers));
    }

    @ParameterizedTest
    @EnumSource(
            value = Statistic.class,
            names = {"MEAN", "SECOND_MOMENT", "TOP_MEAN", "LEARNING_RATE_BOUND", "FISHER_RAO_NORM"})
    void allowancesFallAsOneOverTheWidth(Statistic statistic) {
        double wide = FiniteWidth.relativeBias(statistic, predict(4000));
        double narrow = FiniteWidth.relativeBias(statistic, predict(400));

        assertThat(wide).isPositive();
        assertThat(narrow / wide).isCloseTo(10, within(0.5));
    }

    @Test
    void whatHasNoAllowanceIsRefused() {
        MeanFieldPrediction p = predict(100);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FiniteWidth.relativeBias(Statistic.LOG_VOLUME, p))
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
