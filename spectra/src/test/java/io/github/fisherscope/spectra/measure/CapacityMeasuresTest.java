package io.github.fisherscope.spectra.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.Prescribed;
import io.github.fisherscope.spectra.Spectrum;
import org.junit.jupiter.api.Test;

class CapacityMeasuresTest {
    @Test
    void logVolumeIsTheLogDeterminantByCholesky() {
        Prescribed a = Prescribed.of(3, Prescribed.powerLaw(20, 1));
        Spectrum s = Spectrum.complete(a.eigenvalues(), 50, "prescribed");
        double expected = logDeterminant(a.dense(), 20, 3.5);
        assertThat(CapacityMeasures.logVolume(s, 3.5)).isCloseTo(expected, within(1e-12));
        assertThat(CapacityMeasures.logVolume(s, 0)).isZero();
    }

    private static double logDeterminant(double[] a, int n, double c) {
        double[][] l = new double[n][n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double v = c * a[i * n + j] + (i == j ? 1 : 0);
                for (int k = 0; k < j; k++) {
                    v -= l[i][k] * l[j][k];
                }
                l[i][j] = i == j ? Math.sqrt(v) : v / l[j][j];
            }
            sum += 2 * Math.log(l[i][i]);
        }
        return sum;
    }

    @Test
    void effectiveDimensionOfEqualEigenvaluesHasAClosedForm() {
        // all P eigenvalues equal: F̂ = I, so d = P ln(1 + κ)/ln κ
        Spectrum s = Spectrum.complete(new double[] {2, 2, 2, 2}, 4, "x");
        double kappa = 1000 / (2 * Math.PI * Math.log(1000));
        double expected = 4 * Math.log1p(kappa) / Math.log(kappa);
        assertThat(CapacityMeasures.effectiveDimension(s, 1000, 1)).isCloseTo(expected, within(1e-13));
    }

    @Test
    void effectiveDimensionTendsToTheRankAndIgnoresTheScale() {
        Spectrum s = Spectrum.complete(new double[] {5, 1, 0.2}, 1000, "x");
        Spectrum scaled = Spectrum.complete(new double[] {5e3, 1e3, 0.2e3}, 1000, "x");
        double d = CapacityMeasures.effectiveDimension(s, 100_000, 1);
        assertThat(CapacityMeasures.effectiveDimension(scaled, 100_000, 1)).isCloseTo(d, within(1e-12));
        // d = rank + O(1/ln n): the remainder is Σ ln(Pλ/tr)/ln κ
        double far = CapacityMeasures.effectiveDimension(s, Long.MAX_VALUE, 1);
        double kappa = Long.MAX_VALUE / (2 * Math.PI * Math.log(Long.MAX_VALUE));
        double remainder = (Math.log(5000 / 6.2) + Math.log(1000 / 6.2) + Math.log(200 / 6.2)) / Math.log(kappa);
        assertThat(far).isCloseTo(3 + remainder, within(1e-10));
        assertThat(CapacityMeasures.effectiveDimension(Spectrum.complete(new double[] {0}, 4, "x"), 1000, 1))
                .isZero();
    }

    @Test
    void descriptionLengthBecomesHalfDLogN() {
        Spectrum s = Spectrum.complete(new double[] {1, 1, 1}, 3, "x");
        double found = CapacityMeasures.descriptionLength(s, 2, 0.5, 1_000_000_000L);
        assertThat(found).isCloseTo(2 + 1.5 * Math.log(0.5e9), within(1e-7));
    }

    @Test
    void flatnessCountsDirections() {
        Spectrum s = Spectrum.complete(new double[] {8, 2, 0.5}, 10, "x");
        FlatnessProfile p = FlatnessProfile.of(s, RealVector.of(0.4, 1, 10), 1);
        assertThat(p.sharpDirections()).isEqualTo(RealVector.of(0, 1, 3)); // thresholds 12.5, 2, 0.02
        assertThat(p.flatFraction()).isEqualTo(RealVector.of(1, 0.9, 0.7));
    }

    @Test
    void meaninglessRequestsAreRefused() {
        Spectrum s = Spectrum.complete(new double[] {1}, 3, "x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CapacityMeasures.effectiveDimension(s, 10, 1))
                .withMessageContaining("must exceed 1");
        assertThatIllegalStateException()
                .isThrownBy(() -> CapacityMeasures.logVolume(Spectrum.partial(new double[] {1}, 3, "x"), 1));
        assertThatIllegalArgumentException().isThrownBy(() -> FlatnessProfile.of(s, RealVector.of(0), 1));
    }
}
