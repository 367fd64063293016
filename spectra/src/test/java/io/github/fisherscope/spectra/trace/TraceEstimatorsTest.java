package io.github.fisherscope.spectra.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.spectra.Coverage;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.internal.BlockQr;
import io.github.fisherscope.spectra.internal.Probes;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.trace.DiagonalEstimator.DiagonalEstimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceEstimatorsTest {
    private static final TraceConfig GAUSSIAN = TraceConfig.defaults().withDistribution(ProbeDistribution.GAUSSIAN);

    @ParameterizedTest
    @EnumSource(ProbeDistribution.class)
    void hutchinsonIntervalsCover(ProbeDistribution distribution) {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(80, 0.5));
        TraceConfig config = TraceConfig.defaults().withOperatorCalls(40).withDistribution(distribution);
        Coverage.check(
                "Hutchinson",
                a.trace(x -> x),
                s -> HutchinsonTrace.of(config.withSeed(s)).estimate(a));
    }

    @ParameterizedTest
    @EnumSource(ProbeDistribution.class)
    void hutchPlusPlusIntervalsCover(ProbeDistribution distribution) {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(80, 1));
        TraceConfig config = TraceConfig.defaults().withDistribution(distribution);
        Coverage.check(
                "Hutch++",
                a.trace(x -> x),
                s -> HutchPlusPlusTrace.of(config.withSeed(s)).estimate(a));
    }

    @Test
    void xtraceIntervalsOfIndependentGroupsCover() {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(80, 0.5));
        Coverage.check(
                "XTrace", a.trace(x -> x), s -> XTrace.of(GAUSSIAN.withSeed(s)).estimate(a, 6));
    }

    /**
     * Slow, faster and fastest decay, a spread bulk, and ten outliers above one. The stated variance bounds the true one
     * in expectation; means of 200 squares scatter by 10 %, three of which are allowed. Twice the true error, four times
     * its square, would make the intervals useless without failing the first assertion.
     */
    @ParameterizedTest
    @ValueSource(strings = {"i^-0.5", "i^-1", "i^-2", "even", "outliers"})
    void xtraceIntervalsOfOneRunCover(String spectrum) {
        Prescribed a = Prescribed.of(3, spectrum(spectrum));
        double truth = a.trace(x -> x);
        Coverage.check(
                "XTrace, " + spectrum,
                truth,
                s -> XTrace.of(GAUSSIAN.withOperatorCalls(40).withSeed(s)).estimate(a));
        double square = 0;
        double stated = 0;
        for (int s = 0; s < Coverage.REPETITIONS; s++) {
            Estimate e =
                    XTrace.of(GAUSSIAN.withOperatorCalls(40).withSeed(1000 + s)).estimate(a);
            square += Math.pow(e.value() - truth, 2) / Coverage.REPETITIONS;
            stated += e.standardError() * e.standardError() / Coverage.REPETITIONS;
        }
        assertThat(stated).isBetween(0.7 * square, 4 * square);
    }

    private static double[] spectrum(String name) {
        double[] values = new double[80];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (name) {
                case "i^-0.5" -> Math.pow(i + 1.0, -0.5);
                case "i^-1" -> 1 / (i + 1.0);
                case "i^-2" -> 1 / ((i + 1.0) * (i + 1.0));
                case "even" -> (i + 1.0) / values.length;
                default -> i < 10 ? 100 : 1 + i / 80.0;
            };
        }
        return values;
    }

    @Test
    void leavingAProbeOutIsTheEstimateOfTheOthers() {
        int n = 30;
        int k = 7;
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(n, 0.7));
        double[][] omega = new double[k][n];
        double[][] y = new double[k][n];
        for (int i = 0; i < k; i++) {
            Probes.gaussian(17, i, omega[i]);
            a.apply(omega[i], y[i]);
        }
        XTraceStatistic all = statistic(a, omega, y);
        // probes 0 … k−2 are those of a run with k − 1 probes, whose definition another test checks
        Estimate others =
                XTrace.of(GAUSSIAN.withOperatorCalls(2 * (k - 1)).withSeed(17)).estimate(a);
        assertThat(all.without(k - 1)).isCloseTo(others.value(), within(1e-11));
        double[][] swapped = omega.clone();
        double[][] images = y.clone();
        swapped[0] = omega[k - 1];
        swapped[k - 1] = omega[0];
        images[0] = y[k - 1];
        images[k - 1] = y[0];
        assertThat(all.without(0)).isCloseTo(statistic(a, swapped, images).without(k - 1), within(1e-11));
    }

    private static XTraceStatistic statistic(Prescribed a, double[][] omega, double[][] y) {
        BlockQr qr = BlockQr.of(y);
        double[][] z = new double[qr.rank()][omega[0].length];
        for (int i = 0; i < z.length; i++) {
            a.apply(qr.q()[i], z[i]);
        }
        return XTraceStatistic.of(omega, y, qr, z);
    }

    @Test
    void betterMethodsHaveSmallerErrorsForTheSameProducts() {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(200, 1.5));
        // mean squares of 20 runs scatter by a factor of 2 (χ² with 20 degrees of freedom, level 1e-3); for λ ∝
        // i^(-3/2)
        // theory promises orders of magnitude
        double hutchinson =
                meanSquareError(a, s -> HutchinsonTrace.of(GAUSSIAN.withSeed(s)).estimate(a));
        double plus = meanSquareError(
                a, s -> HutchPlusPlusTrace.of(GAUSSIAN.withSeed(s)).estimate(a));
        double x = meanSquareError(a, s -> XTrace.of(GAUSSIAN.withSeed(s)).estimate(a));
        assertThat(plus).isLessThan(hutchinson / 10);
        assertThat(x).isLessThan(plus);
    }

    private static double meanSquareError(Prescribed a, java.util.function.LongFunction<Estimate> method) {
        double truth = a.trace(v -> v);
        double sum = 0;
        for (int s = 0; s < 20; s++) {
            double error = method.apply(s).value() - truth;
            sum += error * error / 20;
        }
        return sum;
    }

    @Test
    void xtraceEqualsItsDefinitionByLeavingEachProbeOut() {
        int n = 40;
        int k = 8;
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(n, 0.7));
        double[][] omega = new double[k][n];
        double[][] y = new double[k][n];
        for (int i = 0; i < k; i++) {
            Probes.gaussian(17, i, omega[i]);
            a.apply(omega[i], y[i]);
        }
        double mean = 0;
        double[] image = new double[n];
        for (int i = 0; i < k; i++) {
            double[][] others = new double[k - 1][];
            for (int j = 0, c = 0; j < k; j++) {
                if (j != i) {
                    others[c++] = y[j];
                }
            }
            double[][] q = BlockQr.of(others).q();
            double[] r = omega[i].clone();
            double t = 0;
            for (double[] column : q) {
                a.apply(column, image);
                t += Vectors.dot(column, image);
                Vectors.axpy(-Vectors.dot(column, r), column, r);
            }
            a.apply(r, image);
            mean += (t + (n - k + 1) * Vectors.dot(r, image) / Vectors.dot(r, r)) / k;
        }
        TraceConfig config = GAUSSIAN.withOperatorCalls(2 * k).withSeed(17);
        // both sides sum k numbers of size tr A with errors of a few n ε, amplified by the condition of R (< 100 here)
        assertThat(XTrace.of(config).estimate(a).value()).isCloseTo(mean, within(1e-11));
    }

    @Test
    void lowRankIsExactWithoutError() {
        Prescribed a = Prescribed.of(3, Prescribed.rankDeficient(100, 7));
        double truth = a.trace(x -> x);
        for (Estimate e : new Estimate[] {
            HutchPlusPlusTrace.of(GAUSSIAN).estimate(a), XTrace.of(GAUSSIAN).estimate(a)
        }) {
            assertThat(e.value()).isCloseTo(truth, within(1e-12)); // 100 ε tr A = 2e-13 and a margin for R
            assertThat(e.standardError()).isLessThan(1e-12);
        }
    }

    @Test
    void smallAndZeroOperatorsAreExact() {
        for (int n = 1; n <= 4; n++) {
            Prescribed a = Prescribed.of(3, Prescribed.powerLaw(n, 1));
            assertThat(HutchPlusPlusTrace.of(GAUSSIAN).estimate(a).value()).isCloseTo(a.trace(x -> x), within(1e-14));
            assertThat(XTrace.of(GAUSSIAN).estimate(a).value()).isCloseTo(a.trace(x -> x), within(1e-14));
            Prescribed zero = Prescribed.of(3, new double[n]);
            assertThat(XTrace.of(GAUSSIAN).estimate(zero)).isEqualTo(Estimate.exact(0));
            assertThat(HutchPlusPlusTrace.of(GAUSSIAN).estimate(zero).value()).isZero();
            assertThat(HutchinsonTrace.of(GAUSSIAN).estimate(zero).standardError())
                    .isZero();
        }
    }

    @Test
    void rademacherIsExactForADiagonalMatrix() {
        io.github.fisherscope.core.operator.SymmetricOperator diagonal =
                new io.github.fisherscope.core.operator.SymmetricOperator() {
                    @Override
                    public int dimension() {
                        return 9;
                    }

                    @Override
                    public void apply(double[] x, double[] y) {
                        for (int i = 0; i < 9; i++) {
                            y[i] = i * x[i];
                        }
                    }
                };
        assertThat(HutchinsonTrace.of(TraceConfig.defaults()).estimate(diagonal))
                .isEqualTo(new Estimate(36, 0, 60));
        DiagonalEstimate d = DiagonalEstimator.of(TraceConfig.defaults()).estimate(diagonal);
        for (int i = 0; i < 9; i++) {
            assertThat(d.entry(i)).isEqualTo(new Estimate(i, 0, 60));
        }
    }

    @Test
    void diagonalIntervalsCover() {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(30, 0.5));
        double truth = a.dense()[4 * 30 + 4];
        Coverage.check(
                "diagonal entry",
                truth,
                s -> DiagonalEstimator.of(TraceConfig.defaults().withSeed(s))
                        .estimate(a)
                        .entry(4));
    }

    @Test
    void probesHaveTheRightMomentsAndNeighbouringSeedsAreUnrelated() {
        double[] x = new double[100_000];
        double[] y = new double[100_000];
        Probes.gaussian(1, 0, x);
        Probes.gaussian(2, 0, y);
        // standard errors 1/√N, √2/√N, 1/√N; 5 of them is a false-alarm rate of 6e-7 each
        double unit = 5 / Math.sqrt(x.length);
        assertThat(java.util.Arrays.stream(x).sum() / x.length).isBetween(-unit, unit);
        assertThat(Vectors.dot(x, x) / x.length - 1).isBetween(-1.5 * unit, 1.5 * unit);
        assertThat(Vectors.dot(x, y) / x.length).isBetween(-unit, unit);
        Probes.gaussian(1, 1, y);
        assertThat(Vectors.dot(x, y) / x.length).isBetween(-unit, unit);
        Probes.rademacher(1, 0, y);
        assertThat(java.util.Arrays.stream(y).map(Math::abs).distinct().toArray())
                .containsExactly(1.0);
        assertThat(java.util.Arrays.stream(y).sum() / y.length).isBetween(-unit, unit);
    }

    @Test
    void wrongOptionsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> XTrace.of(TraceConfig.defaults()))
                .withMessageContaining("GAUSSIAN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HutchPlusPlusTrace.of(GAUSSIAN.withOperatorCalls(5)))
                .withMessageContaining("operatorCalls is 5");
        assertThatIllegalArgumentException().isThrownBy(() -> DiagonalEstimator.of(GAUSSIAN));
        assertThatIllegalArgumentException().isThrownBy(() -> GAUSSIAN.withOperatorCalls(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.exact(1).interval(1));
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.ofSamples(new double[0]));
    }
}
