package io.github.fisherscope.spectra.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Coverage;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.lanczos.Lanczos;
import io.github.fisherscope.spectra.lanczos.LanczosConfig;
import io.github.fisherscope.spectra.lanczos.LanczosResult;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelPolynomialMethodTest {
    @Test
    void momentsEqualThoseOfQuadratureWithTheSameProbes() {
        // 30 Lanczos steps are exact up to degree 59: two routes, one number, no sampling error between them
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(150, 0.5));
        ChebyshevDensity kpm = KernelPolynomialMethod.of(4, 59, 5).estimate(a, -0.1, 3);
        SpectralDensity slq =
                StochasticLanczosQuadrature.of(new QuadratureConfig(4, 30, 5)).estimate(a);
        for (int k = 0; k <= 59; k++) {
            int degree = k;
            Estimate e = slq.mean(x -> Math.cos(degree * Math.acos((2 * x - 2.9) / 3.1)));
            // forward Chebyshev recurrence: error grows like k n ε
            assertThat(kpm.moment(k).value()).isCloseTo(e.value(), within(59 * 150 * Math.ulp(1.0)));
        }
    }

    @Test
    void densityIntegratesToOneAndFollowsTheCumulativeDistribution() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(300, 0.5));
        ChebyshevDensity kpm = KernelPolynomialMethod.of(10, 80, 5).estimate(a);
        DensityCurve c = kpm.curve(400);
        double sum = 0;
        for (int i = 0; i < 400; i++) {
            // Gauss-Chebyshev: ∫ ρ dx = Σ ρ(x_i) π sin θ_i / points · half the range, exact for this polynomial
            double theta = Math.PI * (400 - i - 0.5) / 400;
            sum += c.values().get(i) * Math.PI / 400 * Math.sin(theta) * (kpm.high() - kpm.low()) / 2;
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
        assertThat(c.values().stream().min().orElseThrow()).isGreaterThan(-1e-12); // the Jackson kernel is positive
        // the cumulative distribution is the integral of that density: it never falls, and its differences are the
        // density
        double before = 0;
        for (int i = 1; i < 400; i++) {
            double left = c.grid().get(i - 1);
            double right = c.grid().get(i);
            double now = kpm.cumulative(right).value();
            assertThat(now).isGreaterThanOrEqualTo(before - 1e-12);
            double mean = (c.values().get(i) + c.values().get(i - 1)) / 2;
            if (i > 20 && i < 380) { // trapezoid error h³ρ″/12 with ρ″ ≤ ρ/σ², well below 1e-4 away from the edges
                assertThat(now - kpm.cumulative(left).value()).isCloseTo(mean * (right - left), within(1e-4));
            }
            before = now;
        }
        double exact =
                (double) Arrays.stream(a.eigenvalues()).filter(v -> v <= 1).count() / 300;
        Estimate share = kpm.cumulative(1);
        // smoothing over π/80 of half the range, times the density 0.4 there, bounds the bias
        double bias = c.kernelWidth() * 0.4;
        assertThat(share.value()).isCloseTo(exact, within(4 * share.standardError() + bias));
    }

    @Test
    void momentIntervalsCover() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(60, 0.5));
        double truth = a.trace(x -> 2 * Math.pow((2 * x - 2.9) / 3.1, 2) - 1) / 60;
        Coverage.check(
                "T₂",
                truth,
                seed -> KernelPolynomialMethod.of(12, 4, seed)
                        .estimate(a, -0.1, 3)
                        .moment(2));
    }

    @Test
    void boundsThatAreTooNarrowAreNoticed() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(60, 0.5));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> KernelPolynomialMethod.of(2, 60, 1).estimate(a, 0, 1.5))
                .withMessageContaining("widen the bounds");
    }

    @Test
    void zeroAndOneByOneOperatorsWork() {
        ChebyshevDensity zero = KernelPolynomialMethod.of(2, 10, 1).estimate(Prescribed.of(1, new double[5]));
        assertThat(zero.cumulative(1).value()).isEqualTo(1);
        ChebyshevDensity one = KernelPolynomialMethod.of(2, 10, 1).estimate(Prescribed.of(1, 3));
        assertThat(one.low()).isLessThan(3);
        assertThat(one.high()).isGreaterThan(3);
    }

    /** The rule's own moments are the damped ones of the series, which come from another class and formula. */
    @Test
    void theRuleOfEachProbeHasTheDampedMoments() {
        Prescribed a = Prescribed.of(3, Prescribed.marchenkoPastur(150, 0.5));
        SpectralDensity density = KernelPolynomialMethod.of(3, 40, 5).density(a, 150, RealVector.empty(), List.of());
        double high = 2 * density.resolution() * 40 / Math.PI;
        ChebyshevDensity series = KernelPolynomialMethod.of(3, 40, 5).estimate(a, 0, high);
        assertThat(density.probes()).hasSize(3);
        for (double x : new double[] {0.2, 0.7, 1.5}) {
            // a node carries the density over its neighbourhood: off by at most its weight
            double between = density.cumulative(x).value();
            assertThat(between).isCloseTo(series.cumulative(x).value(), within(2.0 / 41));
        }
        for (Quadrature rule : density.probes()) {
            assertThat(rule.weights().stream().min().orElseThrow()).isNotNegative();
            assertThat(rule.weights().sum()).isCloseTo(1, within(1e-12));
            assertThat(rule.nodes().get(0)).isPositive();
        }
        // g_1 = cos(π/(N + 1)) with N = 41 damps the first moment towards the middle of the interval
        double damped = density.mean(x -> 2 * x / high - 1).value();
        assertThat(damped).isCloseTo(Math.cos(Math.PI / 42) * series.moment(1).value(), within(1e-12));
    }

    @Test
    void knownEigenpairsAndZerosOfTheShapeEnterExactly() {
        double[] values = Prescribed.marchenkoPastur(100, 0.5);
        values[0] = 50; // an outlier that would take all of the resolution
        Prescribed a = Prescribed.of(3, values);
        LanczosResult top = Lanczos.of(LanczosConfig.defaults(1)).run(a);
        SpectralDensity density =
                KernelPolynomialMethod.of(20, 79, 5).density(a, 400, top.ritzValues(), top.ritzVectors());
        SpectralDensity with = KernelPolynomialMethod.of(20, 79, 5).density(a, 400, RealVector.empty(), List.of());
        assertThat(density.exactZeros()).isEqualTo(300);
        assertThat(density.sampled()).isEqualTo(99);
        assertThat(density.resolution()).isLessThan(0.1 * with.resolution());
        double exact = Arrays.stream(values).filter(v -> v <= 1).count() + 300;
        Estimate share = density.cumulative(1);
        assertThat(share.value() * 400)
                .isCloseTo(exact, within(4 * share.standardError() * 400 + 0.8 * density.resolution() * 99));
        double trace = Arrays.stream(values).sum();
        assertThat(density.traceOf(x -> x).value()).isCloseTo(trace, within(0.05 * trace));
    }

    @Test
    void everythingKnownAndNothingThereAreNoSpecialCases() {
        SpectralDensity zero = KernelPolynomialMethod.of(2, 10, 1)
                .density(Prescribed.of(1, new double[5]), 9, RealVector.empty(), List.of());
        assertThat(zero.cumulative(zero.resolution() * 10).value()).isCloseTo(1, within(1e-12));
        Prescribed a = Prescribed.of(1, 3, 2);
        LanczosResult all = Lanczos.of(LanczosConfig.defaults(2)).run(a);
        SpectralDensity known = KernelPolynomialMethod.of(2, 10, 1).density(a, 2, all.ritzValues(), all.ritzVectors());
        assertThat(known.traceOf(x -> x).value()).isCloseTo(5, within(1e-12));
        SpectralDensity negative = KernelPolynomialMethod.of(2, 40, 1)
                .density(Prescribed.of(1, -1, -0.5, 0.5, 1), 4, RealVector.empty(), List.of());
        assertThat(negative.probes().get(0).nodes().get(0)).isLessThan(-1);
    }
}
