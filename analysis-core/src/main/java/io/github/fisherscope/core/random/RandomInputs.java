package io.github.fisherscope.core.random;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.data.DataSource;
import io.github.fisherscope.core.data.Dataset;

/**
 * Standard normal inputs. Sample t of data set i of a seed is always the same, however many samples are drawn, so that a
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
}
