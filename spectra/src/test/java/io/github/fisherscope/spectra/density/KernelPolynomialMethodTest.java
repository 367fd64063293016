package io.github.fisherscope.spectra.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.spectra.Coverage;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.trace.Estimate;
import java.util.Arrays;
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
}
