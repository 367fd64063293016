package io.github.fisherscope.core.random;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;

/**
 * Standard normal inputs, or random tokens. Sample t of data set i of a seed is always the same, however many samples are drawn, so that a
 * larger data set extends a smaller one.
 */
public final class RandomInputs {
    private final long seed;
    private final RandomStreams streams;

    private RandomInputs(long seed) {
        this.seed = seed;
        this.streams = RandomStreams.of(seed);
    }

    public static RandomInputs of(long seed) {
        return new RandomInputs(seed);
    }

    /**
     * Returns data set number {@code index}: T × M_0 independent N(0, 1) numbers. Cost and memory O(T M_0).
     *
     * @param index counted from 0; networks of an ensemble have data sets of their own
     */
    public Dataset standardNormal(long index, int samples, int inputs) {
        return standardNormal(index, 0, samples, inputs);
    }

    /**
     * Returns samples {@code first} to {@code first + samples − 1} of data set number {@code index}, without the ones before
     * them.
     */
    public Dataset standardNormal(long index, int first, int samples, int inputs) {
        Args.requireInRange("first", first, 0, Integer.MAX_VALUE);
        Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
        Args.requireInRange("inputs", inputs, 1, Integer.MAX_VALUE);
        return Dataset.ofRows(
                samples,
                inputs,
                (row, target) -> {
                    RandomStreams.NormalSource source =
                            streams.normal(StreamPurpose.INPUTS, index, 0, (long) first + row);
                    for (int i = 0; i < inputs; i++) {
                        target[i] = source.next();
                    }
                },
                DataSource.gaussian(seed));
    }

    /**
     * Returns data set number {@code index} for networks that look tokens up: T × positions independent whole numbers, each of
     * 0 to {@code entries − 1} equally likely. Cost and memory O(T positions).
     *
     * @param index counted from 0; networks of an ensemble have data sets of their own
     * @param entries the number of tokens that there are
     */
    public Dataset tokens(long index, int samples, int positions, int entries) {
        Args.requireInRange("samples", samples, 1, Integer.MAX_VALUE);
        Args.requireInRange("positions", positions, 1, Integer.MAX_VALUE);
        Args.requireInRange("entries", entries, 1, Integer.MAX_VALUE);
        return Dataset.ofRows(
                samples,
                positions,
                (row, target) -> {
                    RandomStreams.UniformSource source = streams.uniform(StreamPurpose.INPUTS, index, 0, row);
                    for (int i = 0; i < positions; i++) {
                        target[i] = source.nextInt(entries);
                    }
                },
                DataSource.tokens(seed));
    }
}
