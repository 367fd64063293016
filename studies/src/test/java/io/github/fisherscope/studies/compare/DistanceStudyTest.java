package io.github.fisherscope.studies.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.compare.NamedResult;
import io.github.fisherscope.results.compare.SpectrumDistances;
import io.github.fisherscope.results.compare.SpectrumDistances.Metric;
import io.github.fisherscope.results.compare.SpectrumDistances.Row;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.studies.config.Method;
import io.github.fisherscope.studies.config.SpectrumOptions;
import io.github.fisherscope.studies.fixture.Small;
import io.github.fisherscope.studies.spectrum.SpectrumStudy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Distances between the spectra of results, against distances that can be counted. */
class DistanceStudyTest {
    private static SpectrumResult seeded(int samples, long seed) {
        return SpectrumStudy.of(Small.random(samples).withSeed(seed)).run();
    }

    private static NamedResult named(String name, SpectrumResult result) {
        return new NamedResult(name, result);
    }

    private static Row row(SpectrumDistances d, Metric metric) {
        return d.rows().stream().filter(r -> r.metric() == metric).findFirst().orElseThrow();
    }

    /** The same result with every eigenvalue times a factor. */
    private static SpectrumResult scaled(double factor) {
        SpectrumResult r = Small.result();
        double[] values =
                r.spectrum().eigenvalues().stream().map(v -> factor * v).toArray();
        return r.withEigenvalues(RealVector.of(values));
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aSpectrumIsNotApartFromItself(Metric metric) {
        SpectrumDistances d = DistanceStudy.of(List.of(named("a", Small.result()), named("b", Small.result())));
        assertThat(row(d, metric).value()).isCloseTo(0, within(1e-9));
    }

    /** Ten times every eigenvalue: one decade, nine times the mean, and no value below the smallest of the others. */
    @Test
    void aScaledSpectrumIsItsDecadesApart() {
        SpectrumDistances d = DistanceStudy.of(List.of(named("a", Small.result()), named("b", scaled(10))));
        double[] values = Small.result().spectrum().eigenvalues().stream()
                .filter(v -> v > 1e-12)
                .toArray();
        double mean = RealVector.of(values).sum() / values.length;
        assertThat(row(d, Metric.WASSERSTEIN_1_DECADES).value()).isCloseTo(1, within(1e-12));
        assertThat(row(d, Metric.WASSERSTEIN_1).value()).isCloseTo(9 * mean, within(1e-9 * mean));
        assertThat(row(d, Metric.KOLMOGOROV_SMIRNOV).value()).isBetween(0.1, 1.0);
    }

    /** Kolmogorov-Smirnov by its definition, over all places where one of the distributions steps. */
    @Test
    void theLargestDifferenceOfDistributionsIsThatCounted() {
        SpectrumResult other = seeded(5, 2);
        SpectrumDistances d = DistanceStudy.of(List.of(named("a", Small.result()), named("b", other)));
        double[] a = Small.result().spectrum().eigenvalues().toArray();
        double[] b = other.spectrum().eigenvalues().toArray();
        double largest = 0;
        for (double[] places : List.of(a, b)) {
            for (double x : places) {
                largest = Math.max(largest, Math.abs(below(a, x) - below(b, x)));
            }
        }
        assertThat(row(d, Metric.KOLMOGOROV_SMIRNOV).value()).isCloseTo(largest, within(1e-12));
        assertThat(row(d, Metric.KOLMOGOROV_SMIRNOV).pValue()).isNull();
    }

    private static double below(double[] values, double x) {
        double count = 0;
        for (double v : values) {
            count += v <= x ? 1 : 0;
        }
        return count / values.length;
    }

    @Test
    void repetitionsFormAGroupWithAnInterval() {
        List<NamedResult> results = new ArrayList<>();
        for (long seed = 1; seed <= 3; seed++) {
            results.add(named("few-" + seed, seeded(5, seed)));
            results.add(named("many-" + seed, seeded(20, seed)));
        }
        SpectrumDistances d = DistanceStudy.of(results);
        assertThat(d.groups()).containsExactly("few-1 + few-2 + few-3", "many-1 + many-2 + many-3");
        Row row = row(d, Metric.WASSERSTEIN_1);
        assertThat(Objects.requireNonNull(row.low())).isLessThanOrEqualTo(row.value());
        assertThat(Objects.requireNonNull(row.high())).isGreaterThanOrEqualTo(row.value());
        assertThat(Objects.requireNonNull(row.pValue())).isBetween(0.0, 1.0);
        assertThat(row(d, Metric.SINKHORN_DIVERGENCE).pValue()).isNull();
        assertThat(DistanceStudy.of(results)).isEqualTo(d);
    }

    /** Nothing else is there to hold repetitions against than each other. */
    @Test
    void repetitionsOfOneSettingAreHeldAgainstEachOther() {
        SpectrumDistances d =
                DistanceStudy.of(List.of(named("a", seeded(5, 1)), named("b", seeded(5, 2)), named("c", seeded(5, 3))));
        assertThat(d.groups()).containsExactly("a", "b", "c");
        assertThat(d.rows()).hasSize(3 * Metric.values().length);
    }

    @Test
    void partsOfASpectrumAreLeftOutByName() {
        SpectrumResult few = SpectrumStudy.of(Small.random(5)
                        .withMethod(Method.LANCZOS)
                        .withOptions(SpectrumOptions.defaults().withTop(3)))
                .run();
        SpectrumDistances d = DistanceStudy.of(List.of(named("a", Small.result()), named("partial", few)));
        assertThat(d.leftOut()).containsExactly("partial");
        assertThat(d.groups()).containsExactly("a");
        assertThat(d.rows()).isEmpty();
    }
}
