package io.github.fisherscope.spectra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.spectra.summary.SpectrumSummary;
import org.junit.jupiter.api.Test;

class SpectrumTest {
    private static final double ULPS = 4 * Math.ulp(1.0);

    @Test
    void functionalsCountTheZerosThatAreNotStored() {
        Spectrum s = Spectrum.complete(new double[] {1, 4, 3}, 10, "dense");
        assertThat(s.values()).isEqualTo(RealVector.of(4, 3, 1));
        assertThat(s.mean()).isCloseTo(0.8, within(ULPS));
        assertThat(s.secondMoment()).isCloseTo(2.6, within(4 * ULPS));
        assertThat(s.max()).isEqualTo(4);
        assertThat(s.rank()).isEqualTo(3);
        assertThat(s.zeroFraction()).isCloseTo(0.7, within(ULPS));
        assertThat(s.participationRatio()).isCloseTo(64.0 / 26, within(4 * ULPS));
        assertThat(s.effectiveRank()).isEqualTo(2);
        double entropy = -(0.5 * Math.log(0.5) + 0.375 * Math.log(0.375) + 0.125 * Math.log(0.125));
        assertThat(s.spectralEntropy()).isCloseTo(entropy, within(4 * ULPS));
        assertThat(s.topMean(2)).isEqualTo(3.5);
    }

    @Test
    void rankUsesTheStatedThreshold() {
        double tiny = 3 * Math.ulp(1.0) * 4; // n ε λ_max for n = 3
        Spectrum s = Spectrum.complete(new double[] {4, 1.01 * tiny, 0.99 * tiny}, 3, "dense");
        assertThat(s.rankThreshold()).isEqualTo(tiny);
        assertThat(s.rank()).isEqualTo(2);
        assertThat(s.rank(0)).isEqualTo(3);
    }

    @Test
    void zeroMatrixHasZeroEverywhere() {
        Spectrum s = Spectrum.complete(new double[5], 8, "dense");
        SpectrumSummary summary = SpectrumSummary.of(s);
        assertThat(summary)
                .isEqualTo(new SpectrumSummary(
                        8,
                        5,
                        new SpectrumSummary.Moments(0, 0, 0),
                        new SpectrumSummary.Rank(0, 0, 1),
                        new SpectrumSummary.EffectiveRanks(0, 0, 0)));
    }

    @Test
    void equalEigenvaluesGiveTheRankInEveryMeasureOfIt() {
        Spectrum s = Spectrum.complete(new double[] {1e-200, 1e-200, 1e-200, 1e-200, 0}, 100, "dense");
        assertThat(s.participationRatio()).isCloseTo(4, within(4 * ULPS));
        assertThat(s.effectiveRank()).isCloseTo(4, within(4 * ULPS));
        assertThat(Math.exp(s.spectralEntropy())).isCloseTo(4, within(16 * ULPS));
    }

    @Test
    void partialSpectrumRefusesWhatNeedsTheRest() {
        Spectrum s = Spectrum.partial(new double[] {1, 2}, 10, "lanczos");
        assertThat(s.max()).isEqualTo(2);
        assertThatIllegalStateException().isThrownBy(s::mean).withMessageContaining("largest 2 of 10");
        assertThatIllegalStateException().isThrownBy(s::rank);
        assertThatIllegalStateException().isThrownBy(s::spectralEntropy);
        assertThatIllegalStateException().isThrownBy(() -> SpectrumSummary.of(s));
        Spectrum zero = Spectrum.partial(new double[] {0}, 10, "lanczos");
        assertThatIllegalStateException().isThrownBy(zero::effectiveRank);
        assertThatIllegalStateException().isThrownBy(zero::participationRatio);
    }

    @Test
    void invalidSpectraCannotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spectrum.complete(new double[] {1, Double.NaN}, 5, "x"))
                .withMessageContaining("eigenvalue 1 is NaN");
        assertThatIllegalArgumentException().isThrownBy(() -> Spectrum.complete(new double[3], 2, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Spectrum.complete(new double[0], 2, "x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Spectrum(RealVector.of(1, 2), 2, true, "x", RealVector.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Spectrum(RealVector.of(2, 1), 2, true, "x", RealVector.of(0)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Spectrum.complete(new double[] {1}, 5, "x").top(2));
    }
}
