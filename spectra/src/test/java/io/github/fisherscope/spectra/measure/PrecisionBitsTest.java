package io.github.fisherscope.spectra.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.ParameterLayout;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrecisionBitsTest {
    private static final ParameterLayout LAYOUT = ParameterLayout.of(List.of(1, 1, 1)); // two layers of w, b

    @Test
    void oneMoreBitForFourTimesTheData() {
        RealVector theta = RealVector.of(-1, 1, 0, 3);
        RealVector f = RealVector.of(2, 2, 0, 8);
        PrecisionBits some = PrecisionBits.of(theta, f, LAYOUT, 1L << 40);
        PrecisionBits more = PrecisionBits.of(theta, f, LAYOUT, 1L << 42);
        assertThat(more.maxBits().get(0) - some.maxBits().get(0)).isCloseTo(1, within(1e-5));
        assertThat(some.meanBits().get(1)).isCloseTo(some.maxBits().get(1) / 2, within(1e-12)); // F = 0 takes none
        double expected = 2 * some.maxBits().get(0) + some.maxBits().get(1);
        assertThat(some.totalBits()).isCloseTo(expected, within(1e-10));
    }

    @Test
    void roundingAtTheStatedStepAddsTheCramerRaoVariance() {
        // simulate: round uniform parameters to the grid that the bits stand for and measure the variance added
        double fisher = 3;
        long observations = 1000;
        double range = 4;
        double bits = PrecisionBits.of(
                        RealVector.of(-2, 2, 0, 0), RealVector.of(fisher, fisher, 0, 0), LAYOUT, observations)
                .maxBits()
                .get(0);
        double step = range / (Math.pow(2, bits) - 1);
        SplittableRandom random = new SplittableRandom(1);
        double sum = 0;
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            double x = random.nextDouble(-2, 2);
            double e = x - step * Math.rint(x / step);
            sum += e * e / n;
        }
        double bound = 1 / (observations * fisher);
        assertThat(sum)
                .isCloseTo(bound, within(5 * bound * Math.sqrt(0.8 / n))); // e² of a uniform e: variance 4/5 mean²
    }

    @Test
    void badInputIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrecisionBits.of(RealVector.of(1, 2, 3, 4), RealVector.of(1, -1, 0, 0), LAYOUT, 1))
                .withMessageContaining("diagonal entry 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PrecisionBits.of(RealVector.of(1), RealVector.of(1), LAYOUT, 1));
    }
}
