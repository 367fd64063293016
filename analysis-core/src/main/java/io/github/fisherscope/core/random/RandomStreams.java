package io.github.fisherscope.core.random;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.PoissonSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Random numbers that depend only on what they are for. A stream is named by (seed, purpose, network, layer, block);
 * its 256-bit state is derived from that name by SplitMix64 mixing, so that streams can be opened in any order and on
 * any thread and always give the same numbers.
 *
 * <p>Generator: xoshiro256++ (Blackman and Vigna 2021); normal deviates by the modified ziggurat of McFarland (2016),
 * both from Apache Commons RNG, which gives the same numbers on every JDK.
 */
public final class RandomStreams {
    /** Numbers per block of a long fill; part of the definition of the numbers, so it never changes. */
    private static final int BLOCK = 1 << 16;

    /** Below this rate a count other than 0 has a probability that no sampler of 53-bit numbers resolves. */
    private static final double SMALLEST_RATE = 0x1p-60;

    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final long seed;

    private RandomStreams(long seed) {
        this.seed = seed;
    }

    public static RandomStreams of(long seed) {
        return new RandomStreams(seed);
    }

    public long seed() {
        return seed;
    }

    /**
     * Returns the seed of a study that is one of many under this seed. Its streams are independent of this seed's own and
     * of those of every other name.
     *
     * @param purpose which of the many, such as {@link StreamPurpose#POINTS}
     * @param name number of the study among them
     * @return 0 or more, so that it can be typed
     */
    public long seedOf(StreamPurpose purpose, long name) {
        return generator(purpose, name, 0, 0).nextLong() >>> 1;
    }

    /** Returns a new source of normal deviates with mean 0 and variance 1 for the stream of that name. */
    public NormalSource normal(StreamPurpose purpose, long network, long layer, long block) {
        SharedStateContinuousSampler sampler =
                ZigguratSampler.NormalizedGaussian.of(generator(purpose, network, layer, block));
        return sampler::sample;
    }

    /** Returns a new source of uniform deviates for the stream of that name. */
    public UniformSource uniform(StreamPurpose purpose, long network, long layer, long block) {
        UniformRandomProvider generator = generator(purpose, network, layer, block);
        return new UniformSource() {
            @Override
            public double nextDouble() {
                return generator.nextDouble();
            }

            @Override
            public int nextInt(int bound) {
                return generator.nextInt(bound);
            }

            @Override
            public boolean nextBoolean() {
                return generator.nextBoolean();
            }
        };
    }

    /**
     * Returns a new source of random labels for one sample of a data set, a stream of its own, so that labels do not
     * depend on how samples are divided into batches.
     *
     * @param network number of the network, 0 for the first
     * @param sample number of the sample in the whole data set
     */
    public LabelSource labels(long network, long sample) {
        UniformRandomProvider generator = generator(StreamPurpose.LABELS, network, 0, sample);
        SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(generator);
        return new LabelSource() {
            @Override
            public double nextUniform() {
                return generator.nextDouble();
            }

            @Override
            public double nextNormal() {
                return normal.sample();
            }

            @Override
            public int nextPoisson(double mean) {
                Args.require(
                        mean >= 0 && mean <= LabelSource.LARGEST_RATE,
                        "the Poisson rate is %s; labels can be drawn for rates of at most %s",
                        mean,
                        LabelSource.LARGEST_RATE);
                return mean < SMALLEST_RATE
                        ? 0
                        : PoissonSampler.of(generator, mean).sample();
            }
        };
    }

    /**
     * Fills {@code target} with independent N(0, sd²) numbers. Blocks of fixed size have streams of their own and are
     * filled in parallel; the numbers depend on neither threads nor scheduling.
     *
     * @param sd standard deviation, ≥ 0
     */
    public void fillNormal(StreamPurpose purpose, long network, long layer, double sd, double[] target) {
        Objects.requireNonNull(target, "target");
        Args.requireNonNegative("sd", sd);
        int blocks = (target.length + BLOCK - 1) / BLOCK;
        IntStream stream = IntStream.range(0, blocks);
        (blocks > 1 ? stream.parallel() : stream).forEach(b -> {
            NormalSource source = normal(purpose, network, layer, b);
            int end = (int) Math.min(target.length, (b + 1L) * BLOCK);
            for (int i = b * BLOCK; i < end; i++) {
                target[i] = sd * source.next();
            }
        });
    }

    private UniformRandomProvider generator(StreamPurpose purpose, long network, long layer, long block) {
        long key = mix(seed + GOLDEN_GAMMA);
        for (long part : new long[] {purpose.key(), network, layer, block}) {
            key = mix(key + GOLDEN_GAMMA * (part + 1));
        }
        long[] state = new long[4];
        for (int i = 0; i < state.length; i++) {
            key += GOLDEN_GAMMA;
            state[i] = mix(key);
        }
        return RandomSource.XO_SHI_RO_256_PP.create(state);
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection of 64-bit words. */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }

    /** A sequence of independent N(0, 1) numbers; not safe for use by several threads. */
    @FunctionalInterface
    public interface NormalSource {
        double next();
    }

    /** Random labels of one sample; not safe for use by several threads. */
    public interface LabelSource {
        /** Largest rate of a Poisson label, a quarter of the largest count that is represented. */
        double LARGEST_RATE = 0x1p29;

        /** Returns a number in [0, 1). */
        double nextUniform();

        /** Returns an N(0, 1) number. */
        double nextNormal();

        /** Returns a count with the given mean, at most {@link #LARGEST_RATE}. */
        int nextPoisson(double mean);
    }

    /** A sequence of independent uniform numbers; not safe for use by several threads. */
    public interface UniformSource {
        /** Returns a number in [0, 1). */
        double nextDouble();

        /** Returns an integer in [0, bound). */
        int nextInt(int bound);

        boolean nextBoolean();
    }
}
