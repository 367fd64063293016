package io.github.fisherscope.spectra.distance;

import static io.github.fisherscope.spectra.distance.SpectralDistance.KOLMOGOROV_SMIRNOV;
import static io.github.fisherscope.spectra.distance.SpectralDistance.WASSERSTEIN_1;
import static io.github.fisherscope.spectra.distance.SpectralDistance.WASSERSTEIN_2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.density.QuadratureConfig;
import io.github.fisherscope.spectra.density.SpectralDensity;
import io.github.fisherscope.spectra.density.StochasticLanczosQuadrature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpectralDistanceTest {
    private static SpectralMeasure equal(double... values) {
        return SpectralMeasure.ofNonZero(Spectrum.complete(values, values.length, "x"));
    }

    private static double[] random(int n, long seed) {
        return new SplittableRandom(seed).doubles(n, 0, 10).toArray();
    }

    @Test
    void equalSizesReduceToSortedDifferences() {
        double[] a = random(50, 1);
        double[] b = random(50, 2);
        double w1 = 0;
        double w2 = 0;
        double[] x = a.clone();
        double[] y = b.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        for (int i = 0; i < 50; i++) {
            w1 += Math.abs(x[i] - y[i]) / 50;
            w2 += (x[i] - y[i]) * (x[i] - y[i]) / 50;
        }
        assertThat(WASSERSTEIN_1.between(equal(a), equal(b))).isCloseTo(w1, within(1e-13));
        assertThat(WASSERSTEIN_2.between(equal(a), equal(b))).isCloseTo(Math.sqrt(w2), within(1e-13));
        double ks =
                new org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(a, b);
        assertThat(KOLMOGOROV_SMIRNOV.between(equal(a), equal(b))).isCloseTo(ks, within(1e-14));
    }

    @Test
    void differentSizesAgreeWithTheAreaBetweenTheDistributions() {
        double[] a = random(37, 3);
        double[] b = random(64, 4);
        // second way: Riemann sum of |F − G| on a fine grid; its error is the step times the total variation 2
        double area = 0;
        int cells = 200_000;
        for (int c = 0; c < cells; c++) {
            double x = 10 * (c + 0.5) / cells;
            double f = (double) Arrays.stream(a).filter(v -> v <= x).count() / 37;
            double g = (double) Arrays.stream(b).filter(v -> v <= x).count() / 64;
            area += Math.abs(f - g) * 10 / cells;
        }
        assertThat(WASSERSTEIN_1.between(equal(a), equal(b))).isCloseTo(area, within(20.0 / cells));
    }

    @ParameterizedTest
    @EnumSource(SpectralDistance.class)
    void allAreMetrics(SpectralDistance metric) {
        SpectralMeasure a = equal(random(20, 1));
        SpectralMeasure b = equal(random(31, 2));
        SpectralMeasure c = equal(random(7, 3));
        assertThat(metric.between(a, a)).isZero();
        assertThat(metric.between(a, b))
                .isEqualTo(metric.between(b, a), within(1e-14))
                .isPositive();
        assertThat(metric.between(a, c)).isLessThanOrEqualTo(metric.between(a, b) + metric.between(b, c));
    }

    @Test
    void aShiftIsTheDistance() {
        double[] a = random(25, 1);
        double[] b = Arrays.stream(a).map(v -> v + 0.75).toArray();
        assertThat(WASSERSTEIN_1.between(equal(a), equal(b))).isCloseTo(0.75, within(1e-14));
        assertThat(WASSERSTEIN_2.between(equal(a), equal(b))).isCloseTo(0.75, within(1e-14));
        double[] tenfold = Arrays.stream(a).map(v -> v * 10).toArray();
        double decades =
                WASSERSTEIN_1.between(equal(a).log10(1e-12), equal(tenfold).log10(1e-12));
        assertThat(decades).isCloseTo(1, within(1e-13));
    }

    @Test
    void zerosOfTheShapeHaveTheirMass() {
        Spectrum s = Spectrum.complete(new double[] {4, 2}, 8, "x");
        SpectralMeasure m = SpectralMeasure.of(s);
        assertThat(m.values()).isEqualTo(RealVector.of(0, 2, 4));
        assertThat(m.weights()).isEqualTo(RealVector.of(0.75, 0.125, 0.125));
        assertThat(WASSERSTEIN_1.between(m, SpectralMeasure.of(Spectrum.complete(new double[] {0}, 8, "x"))))
                .isEqualTo(0.75);
    }

    @Test
    void quadratureIsCloseToTheSpectrumItEstimates() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(200, 0.5));
        SpectralDensity d =
                StochasticLanczosQuadrature.of(new QuadratureConfig(20, 60, 1)).estimate(a, 400);
        SpectralMeasure exact = SpectralMeasure.of(Spectrum.complete(a.eigenvalues(), 400, "x"));
        double w = WASSERSTEIN_1.between(SpectralMeasure.of(d), exact);
        // resolution plus 4 standard errors of the distribution over the range of 3
        assertThat(w)
                .isLessThan(d.resolution() + 4 * d.worstCumulativeError() * 3)
                .isPositive();
    }

    @Test
    void bootstrapTellsDifferentGroupsFromEqualOnes() {
        List<SpectralMeasure> one = group(0, 1.0);
        List<SpectralMeasure> same = group(100, 1.0);
        List<SpectralMeasure> other = group(200, 1.3);
        DistanceBootstrap differ = DistanceBootstrap.of(one, other, WASSERSTEIN_1, 500, 0.95, 1);
        assertThat(differ.pValue()).isLessThan(0.01);
        assertThat(differ.interval().contains(differ.distance())).isTrue();
        assertThat(differ.interval().contains(1.5)).isTrue(); // means 5 and 6.5
        DistanceBootstrap agree = DistanceBootstrap.of(one, same, WASSERSTEIN_1, 500, 0.95, 1);
        assertThat(agree.pValue()).isGreaterThan(0.01);
        assertThat(agree.interval().high()).isLessThan(differ.interval().low());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DistanceBootstrap.of(one.subList(0, 1), same, WASSERSTEIN_1, 500, 0.95, 1));
    }

    private static List<SpectralMeasure> group(long seed, double scale) {
        List<SpectralMeasure> group = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            group.add(equal(
                    Arrays.stream(random(100, seed + i)).map(v -> v * scale).toArray()));
        }
        return group;
    }
}
