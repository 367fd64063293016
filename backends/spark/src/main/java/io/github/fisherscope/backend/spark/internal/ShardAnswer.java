package io.github.fisherscope.backend.spark.internal;

import java.io.Serializable;

/**
 * What a shard, a pair of shards or a group of shards answers.
 */
public final class ShardAnswer implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final double[][] vectors;

    /**
     * @param number of the shard, the pair or the group, from 0, which decides the order of sums
     * @param vectors the answer
     */
    public ShardAnswer(int number, double[][] vectors) {
        this.number = number;
        this.vectors = vectors;
    }

    public int number() {
        return number;
    }

    public double[][] vectors() {
        return vectors;
    }
}
