package io.github.fisherscope.spectra.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.operator.SymmetricOperator;
import io.github.fisherscope.spectra.Coverage;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.density.DensityCurve.Axis;
import io.github.fisherscope.spectra.internal.Vectors;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StochasticLanczosQuadratureTest {
    private static final QuadratureConfig CONFIG = new QuadratureConfig(12, 30, 5);

    static Stream<Arguments> spectra() {
        return Stream.of(
                Arguments.of("Marchenko-Pastur", Prescribed.marchenkoPastur(150, 0.5)),
                Arguments.of("power law", Prescribed.powerLaw(150, 1)),
                Arguments.of("degenerate top", Prescribed.degenerateTop(150, 10, 100)),
                Arguments.of("rank-deficient", Prescribed.rankDeficient(150, 40)),
                Arguments.of("wide range", Prescribed.wideRange(150)),
                Arguments.of("zero", new double[20]),
                Arguments.of("one by one", new double[] {3}));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void weightsSumToOneAndNodesLieInTheSpectrum(String name, double[] eigenvalues) {
        Prescribed a = Prescribed.of(3, eigenvalues);
        SpectralDensity found = StochasticLanczosQuadrature.of(CONFIG).estimate(a);
        double norm = a.eigenvalues()[0];
        double slack = 4 * (eigenvalues.length + 8) * Math.ulp(1.0) * norm;
        for (Quadrature rule : found.probes()) {
            assertThat(rule.weights().sum()).isCloseTo(1, within(1e-14));
            assertThat(rule.nodes().get(0)).isGreaterThanOrEqualTo(a.eigenvalues()[eigenvalues.length - 1] - slack);
            assertThat(rule.nodes().get(rule.nodes().size() - 1)).isLessThanOrEqualTo(norm + slack);
        }
        assertThat(found.operatorCalls()).isEqualTo(a.calls());
        assertThat(found.moment(0).value()).isCloseTo(1, within(1e-14));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spectra")
    void probesInStepFindWhatEachFindsAlone(String name, double[] eigenvalues) {
        // the operator's batch is one product after the other here, so not even a bit may differ
        Prescribed a = Prescribed.of(3, eigenvalues);
        int n = a.dimension();
        double[][] starts = new double[5][n];
        for (int p = 0; p < starts.length; p++) {
            io.github.fisherscope.spectra.internal.Probes.gaussian(8, p, starts[p]);
            Vectors.scale(1 / Vectors.norm(starts[p]), starts[p]);
        }
        starts[2] = a.eigenvector(0); // exhausted at once, while the others go on
        Tridiagonalization[] together = Tridiagonalization.run(a, starts, 25);
        for (int p = 0; p < starts.length; p++) {
            Tridiagonalization alone = Tridiagonalization.run(a, starts[p], 25);
            assertThat(together[p].steps()).isEqualTo(alone.steps());
            assertThat(together[p].quadrature(alone.steps())).isEqualTo(alone.quadrature(alone.steps()));
            assertThat(together[p].exhausted()).isEqualTo(alone.exhausted());
        }
        assertThat(together[2].steps()).isEqualTo(1);
    }

    @Test
    void probesGoInStepAsFarAsMemoryAllows() {
        QuadratureConfig config = new QuadratureConfig(10, 80, 1);
        assertThat(config.probesInStep(10_000)).isEqualTo(10); // 64 MB
        assertThat(config.probesInStep(1_000_000)).isEqualTo(1); // 640 MB each
        assertThat(config.probesInStep(300_000)).isEqualTo(5); // 192 MB each
    }

    @Test
    void asManyStepsAsDimensionsReproduceTheDenseSpectrum() {
        double[] d = Prescribed.powerLaw(30, 1);
        Prescribed a = Prescribed.of(3, d);
        SpectralDensity found =
                StochasticLanczosQuadrature.of(new QuadratureConfig(3, 30, 1)).estimate(a);
        for (Quadrature rule : found.probes()) {
            assertThat(rule.nodes().size()).isEqualTo(30);
            for (int i = 0; i < 30; i++) {
                assertThat(rule.nodes().get(29 - i)).isCloseTo(d[i], within(4 * 38 * Math.ulp(1.0)));
            }
        }
        assertThat(found.resolution()).isZero();
    }

    @Test
    void quadratureIsExactUpToDegreeTwiceTheStepsLessOne() {
        // second way: vᵀA^k v from plain products with the same probe
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(100, 0.5));
        double[] v = new double[100];
        io.github.fisherscope.spectra.internal.Probes.gaussian(5, 0, v);
        Vectors.scale(1 / Vectors.norm(v), v);
        int m = 4;
        Quadrature rule = StochasticLanczosQuadrature.of(new QuadratureConfig(1, m, 5))
                .estimate(a)
                .probes()
                .get(0);
        double[] x = v.clone();
        double[] y = new double[100];
        for (int k = 0; k <= 2 * m; k++) {
            int power = k;
            double direct = Vectors.dot(v, x);
            double found = rule.integrate(t -> Math.pow(t, power));
            if (k < 2 * m) {
                assertThat(found).isCloseTo(direct, within(1e-12 * direct));
            } else {
                assertThat(Math.abs(found - direct)).isGreaterThan(1e-6 * direct); // and no further
            }
            a.apply(x, y);
            x = y.clone();
        }
    }

    @Test
    void knownZerosHaveTheirExactWeight() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(60, 0.5));
        SpectralDensity small = StochasticLanczosQuadrature.of(CONFIG).estimate(a);
        SpectralDensity large = StochasticLanczosQuadrature.of(CONFIG).estimate(a, 600);
        assertThat(large.exactZeros()).isEqualTo(540);
        assertThat(large.cumulative(0)).isEqualTo(new Estimate(0.9, 0, 12));
        assertThat(large.moment(2).value()).isCloseTo(small.moment(2).value() / 10, within(1e-15));
        assertThat(large.curve(Axis.LOGARITHMIC, 50).excludedMass()).isCloseTo(0.9, within(1e-15));
        assertThat(large.quantile(0.5)).isZero();
    }

    @Test
    void deflatedOutliersAreExactAndShrinkTheError() {
        double[] d = Prescribed.degenerateTop(150, 10, 100);
        Prescribed a = Prescribed.of(3, d);
        List<RealVector> vectors = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> RealVector.of(a.eigenvector(i)))
                .toList();
        double[] top = Arrays.copyOf(a.eigenvalues(), 10);
        StochasticLanczosQuadrature slq = StochasticLanczosQuadrature.of(CONFIG);
        SpectralDensity deflated = slq.estimate(a, 150, RealVector.of(top), vectors);
        assertThat(deflated.countAtLeast(50)).isEqualTo(new Estimate(10, 0, 12));
        double plainError = slq.estimate(a).moment(2).standardError();
        assertThat(deflated.moment(2).standardError()).isLessThan(plainError / 1000);
        double truth = a.trace(x -> x * x) / 150;
        assertThat(deflated.moment(2).interval(0.999).contains(truth)).isTrue();
        // everything known: no sampling left
        Prescribed two = Prescribed.of(1, 2, 1);
        List<RealVector> both = List.of(RealVector.of(two.eigenvector(0)), RealVector.of(two.eigenvector(1)));
        assertThat(slq.estimate(two, 2, RealVector.of(2, 1), both).mean(x -> x)).isEqualTo(Estimate.exact(1.5));
    }

    @Test
    void statedIntervalsCoverTheTruth() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(60, 0.5));
        double trace = a.trace(x -> x);
        java.util.function.LongFunction<SpectralDensity> run =
                seed -> StochasticLanczosQuadrature.of(new QuadratureConfig(12, 20, seed))
                        .estimate(a);
        double width = Coverage.check("mean", trace / 60, s -> run.apply(s).moment(1));
        assertThat(width).isLessThan(0.2); // power: the mean is 1, an error of 20 % would show
        Coverage.check(
                "second moment", a.trace(x -> x * x) / 60, s -> run.apply(s).moment(2));
        Coverage.check(
                "log det", a.trace(x -> Math.log1p(3 * x)), s -> run.apply(s).logDeterminant(3));
    }

    /** The samples then follow a χ² law of one degree of freedom, of which Student's intervals hold 83 to 87 %. */
    @ParameterizedTest
    @ValueSource(ints = {6, 12})
    void intervalsCoverWhereASingleOutlierCarriesTheTrace(int probes) {
        Prescribed a = Prescribed.of(3, Prescribed.degenerateTop(100, 1, 100));
        Coverage.check(
                "second moment",
                a.trace(x -> x * x) / a.dimension(),
                seed -> StochasticLanczosQuadrature.of(new QuadratureConfig(probes, 20, seed))
                        .estimate(a)
                        .moment(2));
    }

    @Test
    void deflationKeepsTheCoverageAndShortensTheIntervals() {
        Prescribed a = Prescribed.of(3, Prescribed.degenerateTop(100, 1, 100));
        List<RealVector> vectors = List.of(RealVector.of(a.eigenvector(0)));
        RealVector top = RealVector.of(100);
        Coverage.check(
                "second moment over P",
                a.trace(x -> x * x) / 1000,
                seed -> StochasticLanczosQuadrature.of(new QuadratureConfig(12, 20, seed))
                        .estimate(a, 1000, top, vectors)
                        .moment(2));
    }

    @Test
    void curvesIntegrateToOneWithinTheKernelTails() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(150, 0.5));
        SpectralDensity found = StochasticLanczosQuadrature.of(CONFIG).estimate(a, 300);
        DensityCurve linear = found.curve(Axis.LINEAR, 2001);
        DensityCurve log = found.curve(Axis.LOGARITHMIC, 2001);
        // the grid ends 4σ beyond the outermost node: at most 3.2e-5 outside; trapezoid error is far smaller
        assertThat(integral(linear, false)).isCloseTo(0.5, within(3.2e-5));
        assertThat(integral(log, true)).isCloseTo(0.5, within(3.2e-5));
        assertThat(found.curve(Axis.LINEAR, 100, 0.25).kernelWidth()).isEqualTo(0.25);
        assertThat(linear.standardErrors().stream().max().orElseThrow()).isPositive();
    }

    private static double integral(DensityCurve c, boolean decades) {
        double sum = 0;
        for (int i = 1; i < c.grid().size(); i++) {
            double a = c.grid().get(i - 1);
            double b = c.grid().get(i);
            double step = decades ? Math.log10(b / a) : b - a;
            sum += step * (c.values().get(i) + c.values().get(i - 1)) / 2;
        }
        return sum;
    }

    @Test
    void densityBandsHoldTheKernelSmoothedTruth() {
        double[] d = Prescribed.marchenkoPastur(150, 0.5);
        Prescribed a = Prescribed.of(3, d);
        DensityCurve c = StochasticLanczosQuadrature.of(new QuadratureConfig(20, 100, 9))
                .estimate(a)
                .curve(Axis.LINEAR, 60, 0.2);
        int inside = 0;
        for (int g = 0; g < 60; g++) {
            double truth = 0;
            for (double v : d) {
                double u = (c.grid().get(g) - v) / 0.2;
                truth += Math.exp(-u * u / 2) / (0.2 * Math.sqrt(2 * Math.PI) * 150);
            }
            double error = Math.abs(c.values().get(g) - truth);
            if (error <= 2.09 * c.standardErrors().get(g) + 1e-9) { // t quantile of 19 degrees of freedom
                inside++;
            }
        }
        // grid points are correlated (about 15 independent ones): P(fewer than 10 of 15 inside) < 1e-5
        assertThat(inside).isGreaterThanOrEqualTo(40);
    }

    @Test
    void adaptiveRunReachesItsAccuracyOrItsLimits() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(400, 0.5));
        StochasticLanczosQuadrature slq = StochasticLanczosQuadrature.of(new QuadratureConfig(2, 4, 1));
        SpectralDensity found = slq.estimateTo(0.01, a, 400, 1000, 200);
        assertThat(found.worstCumulativeError()).isLessThanOrEqualTo(0.01);
        assertThat(found.resolution()).isLessThanOrEqualTo(0.02 * found.largestNode());
        double exact =
                (double) Arrays.stream(a.eigenvalues()).filter(v -> v <= 0.7).count() / 400;
        Estimate share = found.cumulative(0.7);
        assertThat(share.value()).isCloseTo(exact, within(4 * share.standardError() + 0.01));
        SpectralDensity limited = slq.estimateTo(1e-9, a, 400, 4, 8);
        assertThat(limited.probes()).hasSize(4);
        assertThat(limited.worstCumulativeError()).isGreaterThan(1e-9);
    }

    @Test
    void badInputIsNamed() {
        StochasticLanczosQuadrature slq = StochasticLanczosQuadrature.of(CONFIG);
        Prescribed a = Prescribed.of(3, 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slq.estimate(a, 1))
                .withMessageContaining("dimension");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> slq.estimate(a, 2, RealVector.of(2), List.of(RealVector.of(1, 1))))
                .withMessageContaining("orthonormal");
        assertThatIllegalArgumentException().isThrownBy(() -> new QuadratureConfig(0, 1, 1));
        SymmetricOperator bad = new SymmetricOperator() {
            @Override
            public int dimension() {
                return 3;
            }

            @Override
            public void apply(double[] x, double[] y) {
                y[1] = Double.POSITIVE_INFINITY;
            }
        };
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> slq.estimate(bad))
                .withMessageContaining("step 1, entry 1");
    }

    @Test
    void oneProbeStatesThatItsErrorIsUnknown() {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(20, 1));
        Estimate e =
                StochasticLanczosQuadrature.of(CONFIG.withProbes(1)).estimate(a).moment(1);
        assertThat(e.standardError()).isNaN();
        assertThat(e.interval(0.95).width()).isInfinite();
    }
}
