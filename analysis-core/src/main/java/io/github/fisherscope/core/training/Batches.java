package io.github.fisherscope.core.training;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.random.RandomStreams;
import io.github.fisherscope.core.random.RandomStreams.UniformSource;
import io.github.fisherscope.core.random.StreamPurpose;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Which samples each step sees: all, or one batch after the other. An epoch sees every sample once; its last batch is smaller
 * where the size does not divide T. Every epoch has a stream of its own, so that a step's batch depends on nothing but its
 * number.
 *
 * @param size samples of a batch; 0 stands for all
 * @param order in which order an epoch goes through the samples
 * @param seed of the shuffles
 */
public record Batches(int size, Order order, long seed) {
    /** In which order an epoch goes through the samples. */
    public enum Order {
        /** As in the data, the same in every epoch. */
        FILE,
        /** Shuffled anew for every epoch. */
        SHUFFLED
    }

    public Batches {
        Args.requireInRange("batch", size, 0, Integer.MAX_VALUE);
        Objects.requireNonNull(order, "order");
    }

    /** Returns full batches. */
    public static Batches all() {
        return new Batches(0, Order.FILE, 0);
    }

    /** Returns whether a step sees all of {@code samples} samples. */
    public boolean full(int samples) {
        return size == 0 || size >= samples;
    }

    /** Returns how many steps an epoch takes. */
    public int stepsPerEpoch(int samples) {
        return full(samples) ? 1 : (samples + size - 1) / size;
    }

    /** Returns the samples of a step, counted from 0. */
    public int[] samples(int step, int samples) {
        if (full(samples)) {
            return IntStream.range(0, samples).toArray();
        }
        int perEpoch = stepsPerEpoch(samples);
        int from = step % perEpoch * size;
        int to = Math.min(from + size, samples);
        if (order == Order.FILE) {
            return IntStream.range(from, to).toArray();
        }
        return Arrays.copyOfRange(permutation(step / perEpoch, samples), from, to);
    }

    /** Fisher and Yates' shuffle. */
    private int[] permutation(int epoch, int samples) {
        UniformSource source = RandomStreams.of(seed).uniform(StreamPurpose.BATCHES, epoch, 0, 0);
        int[] order = IntStream.range(0, samples).toArray();
        for (int i = samples - 1; i > 0; i--) {
            int j = source.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
