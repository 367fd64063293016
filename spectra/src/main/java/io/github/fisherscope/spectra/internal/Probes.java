package io.github.fisherscope.spectra.internal;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Seeded random vectors. Vector number {@code index} of stream {@code seed} depends on these two numbers alone, never
 * on how many others were drawn, so probes may be drawn in any order and neighbouring seeds share nothing.
 */
public final class Probes {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Probes() {}

    /** Returns the generator of the given stream and index (xoshiro256++, state mixed by the SplitMix64 finaliser). */
    public static UniformRandomProvider generator(long seed, long index) {
        long state = mix(mix(seed + GOLDEN) ^ (index * 0xD1342543DE82EF95L + 1));
        long[] words = new long[4];
        for (int i = 0; i < words.length; i++) {
            state += GOLDEN;
            words[i] = mix(state);
        }
        return RandomSource.XO_SHI_RO_256_PP.create(words);
    }

    /** Fills {@code out} with independent standard normal numbers. */
    public static void gaussian(long seed, long index, double[] out) {
        ZigguratSampler.NormalizedGaussian sampler = ZigguratSampler.NormalizedGaussian.of(generator(seed, index));
        for (int i = 0; i < out.length; i++) {
            out[i] = sampler.sample();
        }
    }

    /** Fills {@code out} with independent signs ±1. */
    public static void rademacher(long seed, long index, double[] out) {
        UniformRandomProvider rng = generator(seed, index);
        long bits = 0;
        for (int i = 0; i < out.length; i++) {
            if ((i & 63) == 0) {
                bits = rng.nextLong();
            }
            out[i] = (bits & 1L) == 0 ? 1.0 : -1.0;
            bits >>>= 1;
        }
    }

    private static long mix(long z) {
        long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
        return b ^ (b >>> 31);
    }
}
