package io.github.fisherscope.meanfield;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import org.apache.commons.math3.special.Erf;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class ScatterModelTest {

    /**
     * With one hidden ReLU layer and many samples tr F is a sum of independent contributions of the units, whose variance
     * a plain average over units gives directly: {@code E(φ²|z) + (M_0 + 1) w² E(φ'²|z)}.
     */
    @Test
    void oneHiddenLayerScattersLikeItsUnits() {
        double w = 2;
        double b = 0.3;
        int inputs = 100;
        int width = 150;
        NetworkSpec spec = NetworkSpec.of(new Activation.Relu(), w, b, inputs, width, 1);
        NetworkScatter scatter = MeanFieldTheory.predict(spec, InputMoments.standardNormal(), 1_000_000_000L)
                .scatter();
        ZigguratSampler.NormalizedGaussian normal =
                ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_RO_SHI_RO_128_PP.create(5));
        int draws = 2_000_000;
        double sum = 0;
        double squares = 0;
        double own = Math.sqrt(w);
        for (int i = 0; i < draws; i++) {
            double mu = Math.sqrt(b) * normal.sample();
            double out = Math.sqrt(w / width) * normal.sample();
            double active = 0.5 * Erf.erfc(-mu / own / Math.sqrt(2));
            double density = Math.exp(-0.5 * mu * mu / w) / Math.sqrt(2 * Math.PI);
            double square = (mu * mu + w) * active + mu * own * density;
            double unit = square + (inputs + 1) * out * out * active;
            sum += unit;
            squares += unit * unit;
        }
        double mean = sum / draws;
        double deviation = Math.sqrt((squares / draws - mean * mean) * width);
        double total = width * mean + 1;
        // Kurtosis below 20: the standard error of the deviation is below √(20/4/draws) = 0.0016.
        assertThat(scatter.mean()).isCloseTo(deviation / total, within(4 * 0.0016 * deviation / total));
    }
}
