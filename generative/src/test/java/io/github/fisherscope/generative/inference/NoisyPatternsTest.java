package io.github.fisherscope.generative.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.arrays.NetworkFile;
import io.github.fisherscope.generative.Emission;
import io.github.fisherscope.generative.Vae;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patterns and noise have the shares that were asked for; halves of a model are networks as others are. */
class NoisyPatternsTest {
    private static final Emission BERNOULLI = new Emission.Bernoulli();

    /** Within 4.5 standard deviations of a binomial share: a false alarm in 10⁻⁵ of seeds. */
    private static void assertShare(double share, double expected, int count) {
        assertThat(share)
                .isCloseTo(
                        expected,
                        within(4.5 * Math.sqrt(expected * (1 - expected) / count)
                                + count * 0x1p-53)); // and the rounding of the sum
    }

    @Test
    void pixelsFlipAsOftenAsAsked() {
        double[] x = new double[20_000];
        for (double level : List.of(0.0, 0.1, 0.5, 1.0)) {
            double flipped = 0;
            for (double value : Corruption.of(BERNOULLI, x, level, 3)) {
                flipped += value / x.length;
            }
            assertShare(flipped, level, x.length);
        }
        assertThat(Corruption.of(BERNOULLI, new double[] {0.25}, 1, 3)[0]).isEqualTo(0.75);
        assertThat(Corruption.of(BERNOULLI, x, 0.1, 3)).isEqualTo(Corruption.of(BERNOULLI, x, 0.1, 3));
        assertThat(Corruption.of(BERNOULLI, x, 0.1, 4)).isNotEqualTo(Corruption.of(BERNOULLI, x, 0.1, 3));
    }

    @Test
    void gaussianNoiseHasItsDeviation() {
        double[] x = new double[20_000];
        double squares = 0;
        for (double value : Corruption.of(new Emission.Gaussian(1), x, 0.3, 3)) {
            squares += value * value / x.length;
        }
        assertThat(squares / 0.09).isCloseTo(1, within(4.5 * Math.sqrt(2.0 / x.length)));
        assertThatThrownBy(() -> Corruption.of(BERNOULLI, x, 1.5, 3)).hasMessageContaining("noise");
        assertThatThrownBy(() -> Corruption.of(BERNOULLI, x, -1, 3)).hasMessageContaining("noise");
    }

    /** Two data of a fine cluster differ in 2f(1 − f) of their pixels, f the share of flips. */
    @Test
    void dataOfAClusterDifferAsMuchAsTheirFlips() {
        TwoLevelPatterns patterns = new TwoLevelPatterns(500, 2, 2, 10, 0.2, 0.05, 5);
        Dataset data = patterns.dataset();
        double differing = 0;
        for (int pair = 0; pair < 5; pair++) {
            for (int i = 0; i < 500; i++) {
                differing += Math.abs(data.get(8 * pair, i) - data.get(8 * pair + 4, i)) / 2500;
            }
        }
        assertShare(differing, 2 * 0.05 * 0.95, 2500);
        assertThat(patterns.fineOf()).startsWith(0, 1, 2, 3, 0);
        assertThat(patterns.coarseOf()).startsWith(0, 0, 1, 1, 0);
    }

    /** What {@code fisher spectrum} reads. */
    @Test
    void bothHalvesAreWrittenAsNetworks(@TempDir Path folder) {
        Vae model = Vae.random(List.of(6, 5, 2), new Activation.Tanh(), BERNOULLI, 1);
        NetworkFile.write(folder.resolve("decoder.npz"), model.decoder());
        NetworkFile.write(folder.resolve("encoder.npz"), model.encoder());
        assertThat(NetworkFile.read(folder.resolve("decoder.npz").toString()).parameterVector())
                .containsExactly(model.decoder().parameterVector());
        assertThat(NetworkFile.read(folder.resolve("encoder.npz").toString()).outputs())
                .isEqualTo(4);
    }
}
