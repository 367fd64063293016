package io.github.fisherscope.generative.inference;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.NormalSource;
import io.github.fisherscope.core.random.RandomStreams.UniformSource;
import io.github.fisherscope.core.random.StreamPurpose;
import io.github.fisherscope.generative.Emission;

/** Noise on data, of the kind that the decoder knows. The same seed and level give the same noise. */
public final class Corruption {
    private Corruption() {}

    /**
     * Returns noisy data: under a Bernoulli decoder each pixel x becomes 1 − x with probability {@code level} (at ½ nothing is
     * left), under a Gaussian one a normal number of that deviation is added.
     *
     * @param x numbers, not changed
     * @param level 0 for none; at most 1 for Bernoulli
     */
    public static double[] of(Emission emission, double[] x, double level, long seed) {
        Args.requireNonNegative("noise", level);
        RandomStreams streams = RandomStreams.of(seed);
        long name = Double.doubleToLongBits(level);
        double[] noisy = x.clone();
        if (emission instanceof Emission.Bernoulli) {
            Args.requireInRange("noise", level, 0, 1);
            UniformSource source = streams.uniform(StreamPurpose.CORRUPTION, 0, 0, name);
            for (int i = 0; i < x.length; i++) {
                noisy[i] = source.nextDouble() < level ? 1 - x[i] : x[i];
            }
        } else {
            NormalSource source = streams.normal(StreamPurpose.CORRUPTION, 0, 0, name);
            for (int i = 0; i < x.length; i++) {
                noisy[i] = x[i] + level * source.next();
            }
        }
        return noisy;
    }
}
