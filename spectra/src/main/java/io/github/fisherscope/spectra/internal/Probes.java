package io.github.fisherscope.spectra.internal;

import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.UniformSource;
import io.github.fisherscope.core.random.StreamPurpose;

/**
 * Seeded random vectors from the project's named streams. Vector number {@code index} of a seed depends on these two
 * numbers and its purpose alone, never on how many others were drawn.
 */
public final class Probes {
    private Probes() {}

    /** Fills {@code out} with the independent standard normal numbers of a probe. */
    public static void gaussian(long seed, long index, double[] out) {
        RandomStreams.of(seed).fillNormal(StreamPurpose.PROBES, index, 0, 1, out);
    }

    /** Fills {@code out} with the independent standard normal numbers of a start vector. */
    public static void start(long seed, long index, double[] out) {
        RandomStreams.of(seed).fillNormal(StreamPurpose.START_VECTORS, index, 0, 1, out);
    }

    /** Fills {@code out} with the independent signs ±1 of a probe. */
    public static void rademacher(long seed, long index, double[] out) {
        UniformSource source = RandomStreams.of(seed).uniform(StreamPurpose.PROBES, index, 0, 0);
        for (int i = 0; i < out.length; i++) {
            out[i] = source.nextBoolean() ? 1.0 : -1.0;
        }
    }

    /** Returns the source of the draws of bootstrap replicate {@code index}. */
    public static UniformSource bootstrap(long seed, long index) {
        return RandomStreams.of(seed).uniform(StreamPurpose.BOOTSTRAP, index, 0, 0);
    }
}
