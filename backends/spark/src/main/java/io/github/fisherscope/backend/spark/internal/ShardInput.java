package io.github.fisherscope.backend.spark.internal;

import java.io.Serializable;

/**
 * A shard and what it alone is given.
 */
public final class ShardInput implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int number;
    private final SampleShard shard;
    private final double[][] own;

    /**
     * @param number of the shard, from 0
     * @param shard its samples
     * @param own vectors of its rows; empty where the task needs none
     */
    public ShardInput(int number, SampleShard shard, double[][] own) {
        this.number = number;
        this.shard = shard;
        this.own = own;
    }

    public int number() {
        return number;
    }

    public SampleShard shard() {
        return shard;
    }

    public double[][] own() {
        return own;
    }
}
