package io.github.fisherscope.spectra.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterLayout;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.Spectrum;
import io.github.fisherscope.spectra.distribution.TailExponent.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EigenvalueDistributionTest {
    @Test
    void countsObeyTheirBoundsAndTheBoundsAreAttained() {
        for (double[] d : List.of(
                Prescribed.marchenkoPastur(100, 0.5),
                Prescribed.powerLaw(100, 1),
                Prescribed.degenerateTop(100, 10, 50))) {
            Spectrum s = Spectrum.complete(d, 1000, "x");
            EigenvalueCounts counts = EigenvalueCounts.of(s);
            for (double x = 1e-3; x < 100; x *= 1.7) {
                assertThat((double) counts.atLeast(x)).isLessThanOrEqualTo(counts.bound(x));
            }
            assertThat(s.max()).isBetween(counts.lowerBoundOfMax(), counts.upperBoundOfMax());
        }
        EigenvalueCounts equal = EigenvalueCounts.of(Spectrum.complete(new double[] {2, 2, 2}, 50, "x"));
        assertThat(equal.bound(2)).isCloseTo(3, within(1e-14));
        assertThat(equal.lowerBoundOfMax()).isCloseTo(2, within(1e-15));
    }

    @Test
    void quantilesRunOverAllEigenvaluesWithTheZerosInTheirPlace() {
        EigenvalueCounts counts = EigenvalueCounts.of(Spectrum.complete(new double[] {3, 2, 1, -1e-18}, 10, "x"));
        assertThat(counts.quantile(1)).isEqualTo(3);
        assertThat(counts.quantile(0.9)).isEqualTo(2);
        assertThat(counts.quantile(0.71)).isEqualTo(1);
        assertThat(counts.quantile(0.7)).isZero();
        assertThat(counts.quantile(0.2)).isZero();
        assertThat(counts.quantile(0.1)).isEqualTo(-1e-18);
        assertThat(counts.shareNearZero(0.5)).isEqualTo(0.8);
        assertThat(counts.shareNearZero(0)).isEqualTo(0.7);
    }

    @Test
    void gapsCountTheDegenerateTop() {
        Spectrum s = Spectrum.complete(Prescribed.degenerateTop(200, 10, 40), 5000, "x");
        SpectralGaps gaps = SpectralGaps.of(s, 30, 2);
        assertThat(gaps.outliers()).isEqualTo(10);
        assertThat(gaps.outlierMean()).isEqualTo(40);
        assertThat(gaps.outlierRatio()).isCloseTo(40, within(1e-13));
        SpectralGaps none = SpectralGaps.of(Spectrum.complete(Prescribed.marchenkoPastur(200, 0.3), 200, "x"), 30, 2);
        assertThat(none.outliers()).isZero();
        assertThat(none.outlierMean()).isNaN();
        assertThat(SpectralGaps.of(Spectrum.complete(new double[3], 3, "x"), 5, 2)
                        .outliers())
                .isZero();
    }

    private static double[] pareto(int n, double alpha, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = Math.pow(1 - random.nextDouble(), -1 / (alpha - 1));
        }
        return x;
    }

    @Test
    void exponentOfASampledPowerLawIsFoundWithinItsError() {
        int inside = 0;
        int accepted = 0;
        for (int seed = 0; seed < 20; seed++) {
            Verdict v = TailExponent.of(50, seed).judge(RealVector.of(pareto(400, 2.5, seed)));
            if (v instanceof Verdict.PowerLaw p) {
                accepted++;
                inside += Math.abs(p.alpha() - 2.5) <= 3 * p.standardError() ? 1 : 0;
            }
        }
        // a true power law is rejected with probability 0.1: P(more than 8 of 20) < 1e-4
        assertThat(accepted).isGreaterThanOrEqualTo(12);
        assertThat(inside).isGreaterThanOrEqualTo(accepted - 2);
        double[] x = pareto(20_000, 2.5, 99);
        assertThat(TailExponent.hill(RealVector.of(x), 5000)).isCloseTo(2.5, within(4 * 1.5 / Math.sqrt(5000)));
    }

    @Test
    void fitOfTheTailIsWhatOtherFormulasGive() {
        double[] x = pareto(400, 2.5, 3);
        Verdict.PowerLaw v = (Verdict.PowerLaw) TailExponent.of(50, 3).judge(RealVector.of(x));
        double[] tail = Arrays.stream(x).filter(value -> value >= v.from()).toArray();
        assertThat(tail).hasSize(v.count());
        var law = new org.apache.commons.math3.distribution.ParetoDistribution(v.from(), v.alpha() - 1);
        double ks = new org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest()
                .kolmogorovSmirnovStatistic(law, tail);
        assertThat(v.ksDistance()).isCloseTo(ks, within(1e-12));
        // maximum likelihood: no neighbouring exponent makes the tail more likely
        double best = logLikelihood(tail, v.from(), v.alpha());
        assertThat(logLikelihood(tail, v.from(), v.alpha() * 1.01)).isLessThan(best);
        assertThat(logLikelihood(tail, v.from(), v.alpha() * 0.99)).isLessThan(best);
    }

    private static double logLikelihood(double[] tail, double from, double alpha) {
        return Arrays.stream(tail)
                .map(x -> Math.log((alpha - 1) / from) - alpha * Math.log(x / from))
                .sum();
    }

    @Test
    void whatIsNotAPowerLawIsSaidToBeNone() {
        // Marchenko-Pastur has an edge, two clusters have a gap
        RealVector edge = RealVector.of(Prescribed.marchenkoPastur(500, 0.9));
        assertThat(TailExponent.of(100, 1).judge(edge)).isInstanceOf(Verdict.NotAPowerLaw.class);
        double[] clusters = new double[300];
        for (int i = 0; i < 300; i++) {
            clusters[i] = i < 150 ? 1 + 1e-3 * i : 100 + 1e-3 * i;
        }
        assertThat(TailExponent.of(100, 1).judge(RealVector.of(clusters))).isInstanceOf(Verdict.NotAPowerLaw.class);
    }

    @Test
    void tooLittleDataGivesNoVerdict() {
        assertThat(TailExponent.of(20, 1).judge(RealVector.of(1, 2, 3))).isEqualTo(new Verdict.TooShort(3, 3));
        assertThat(TailExponent.of(20, 1).judge(RealVector.empty())).isEqualTo(new Verdict.TooShort(0, 1));
        double[] narrow = new SplittableRandom(1).doubles(200, 1, 2).toArray();
        assertThat(TailExponent.of(20, 1).judge(RealVector.of(narrow))).isInstanceOf(Verdict.TooShort.class);
        assertThatIllegalArgumentException().isThrownBy(() -> TailExponent.hill(RealVector.of(1, 2), 2));
    }

    @Test
    void localisationSumsOverLayersByTheirParameters() {
        ParameterLayout layout = ParameterLayout.of(List.of(2, 3, 1)); // 9 and 4 parameters
        double[] even = new double[13];
        Arrays.fill(even, 7);
        Localization e = Localization.of(RealVector.of(even), layout);
        assertThat(e.layerShares().get(0)).isCloseTo(9.0 / 13, within(1e-15));
        assertThat(e.layerDensities().get(1)).isCloseTo(1, within(1e-15));
        assertThat(e.participation()).isCloseTo(13, within(1e-13));
        double[] last = new double[13];
        last[9] = 1e-200;
        Localization l = Localization.of(RealVector.of(last), layout);
        assertThat(l.layerShares()).isEqualTo(RealVector.of(0, 1));
        assertThat(l.layerDensities().get(1)).isEqualTo(3.25);
        assertThat(l.participation()).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> Localization.of(RealVector.of(new double[13]), layout));
        assertThatIllegalArgumentException().isThrownBy(() -> Localization.of(RealVector.of(1), layout));
    }
}
