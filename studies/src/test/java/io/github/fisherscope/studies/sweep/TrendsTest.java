package io.github.fisherscope.studies.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.meanfield.SpectrumStatistics;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.sweep.SweepFamily;
import io.github.fisherscope.results.sweep.SweepGrid;
import io.github.fisherscope.results.sweep.SweepPoint;
import io.github.fisherscope.results.sweep.SweepRecord;
import io.github.fisherscope.results.sweep.Trend;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.spectrum.Ensemble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trends of recorded numbers whose limit is known. */
class TrendsTest {
    private static final double SCATTER = 0.03;

    private static SweepGrid grid(List<Integer> widths, int seeds) {
        return new SweepGrid(
                new SweepGrid.Shapes(List.of(3), widths, null, List.of(1), List.of(20)),
                new SweepGrid.Signals(List.of("relu"), List.of(2.0), List.of(0.1)),
                LongStream.rangeClosed(1, seeds).boxed().toList());
    }

    private static final Map<SweepFamily, Ensemble> ENSEMBLES = new LinkedHashMap<>();

    private static Ensemble ensemble(SweepFamily family) {
        return ENSEMBLES.computeIfAbsent(
                family,
                f -> Ensemble.of(StudyConfig.random(f.spec(), f.samples()).withExecution(Small.ONE_THREAD)));
    }

    private static SpectrumStatistics limit(SweepFamily family) {
        return ensemble(family)
                .prediction()
                .statistics()
                .leadingOrder()
                .orElseThrow()
                .statistics();
    }

    /** Records of every point: the limit times factor + slope/M, and a scatter of 3 %. */
    private static List<Trend> trends(SweepGrid grid, double factor, double slope) {
        SplittableRandom random = new SplittableRandom(5);
        List<SweepRecord> records = new ArrayList<>();
        Map<SweepFamily, Ensemble> ensembles = new LinkedHashMap<>();
        for (SweepPoint point : grid.points()) {
            SweepFamily family = point.family();
            ensembles.put(family, ensemble(family));
            Map<String, Double> values = new LinkedHashMap<>();
            double share = factor + slope / family.width();
            values.put(Statistic.MEAN.key(), share * limit(family).mean() * scattered(random));
            values.put(Statistic.MAX.key(), limit(family).largest() * scattered(random));
            records.add(new SweepRecord(family, point.seed(), "1", values, 0.1, "double"));
        }
        return Trends.of(grid, records, ensembles);
    }

    private static double scattered(SplittableRandom random) {
        double sum = 0;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble() - 0.5;
        }
        return 1 + SCATTER * sum;
    }

    private static Trend mean(List<Trend> trends) {
        return trends.stream()
                .filter(t -> t.statistic() == Statistic.MEAN)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({"1, 0, AGREES", "1, 10, AGREES", "1, -10, AGREES", "1.1, 0, DISAGREES", "0.9, 10, DISAGREES"})
    void theLimitIsJudgedAndNotTheWayToIt(double factor, double slope, Verdict expected) {
        Trend trend = mean(trends(grid(List.of(100, 200, 400), 40), factor, slope));
        assertThat(trend.verdict()).isEqualTo(expected);
        assertThat(Objects.requireNonNull(trend.fit()).intercept()).isCloseTo(factor, within(0.03));
        assertThat(trend.note()).startsWith("Allowed: ±");
    }

    @Test
    void pointsAreRatiosToTheirOwnLimits() {
        Trend trend = mean(trends(grid(List.of(400, 100, 200), 40), 1, 20));
        assertThat(trend.points()).extracting(Trend.Point::width).containsExactly(100, 200, 400);
        for (Trend.Point point : trend.points()) {
            double error = SCATTER / Math.sqrt(40);
            assertThat(point.networks()).isEqualTo(40);
            assertThat(point.measured()).isCloseTo(1 + 20.0 / point.width(), within(5 * error));
            assertThat(Objects.requireNonNull(point.standardError()) / error).isBetween(0.6, 1.5);
            assertThat(point.finiteWidth()).isCloseTo(1, within(10.0 / point.width()));
        }
    }

    @Test
    void oneWidthOrOneNetworkIsNoTrend() {
        Trend width = mean(trends(grid(List.of(100), 5), 1, 0));
        assertThat(width.verdict()).isEqualTo(Verdict.INFORMATIVE);
        assertThat(width.note()).isEqualTo("One width has no trend.");
        assertThat(width.fit()).isNull();
        Trend network = mean(trends(grid(List.of(100, 200), 1), 1, 0));
        assertThat(network.verdict()).isEqualTo(Verdict.INFORMATIVE);
        assertThat(network.note()).isEqualTo("One network per width has no error.");
        assertThat(network.points().get(0).standardError()).isNull();
    }

    /** A number that was not recorded has no trend, and one that theory has no limit of has none either. */
    @Test
    void onlyRecordedNumbersAreFollowed() {
        assertThat(trends(grid(List.of(100, 200), 5), 1, 0))
                .extracting(Trend::statistic)
                .containsExactly(Statistic.MEAN, Statistic.MAX);
    }

    /** At a width of 10 the network is too narrow for theory: nothing is judged, and the width is named. */
    @Test
    void whatTheoryDoesNotClaimIsForInformation() {
        Trend trend = mean(trends(grid(List.of(10, 100, 200), 40), 1.5, 0));
        assertThat(trend.verdict()).isEqualTo(Verdict.INFORMATIVE);
        assertThat(trend.note()).startsWith("Width 10: ");
    }

    /** The more limits are judged, the more each may be off: the error rate is shared. */
    @Test
    void limitsShareTheErrorRate() {
        List<Trend> two = trends(grid(List.of(100, 200, 400), 40), 1, 0);
        Trend trend = mean(two);
        double alone = Objects.requireNonNull(trend.fit()).halfWidth(Trends.FAMILY_ERROR_RATE);
        double shared = Objects.requireNonNull(trend.fit()).halfWidth(Trends.FAMILY_ERROR_RATE / 2);
        assertThat(shared).isGreaterThan(alone);
        String allowed = trend.note().replaceAll("Allowed: ±([0-9.]+) %.*", "$1");
        assertThat(Double.parseDouble(allowed)).isCloseTo(100 * shared, within(0.006 * 100 * shared + 0.05));
    }
}
