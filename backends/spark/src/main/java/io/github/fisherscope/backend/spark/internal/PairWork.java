package io.github.fisherscope.backend.spark.internal;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * The tiles of two shards, as executors form them: each linearises both, and nothing but the description of samples travels.
 *
 * @param plan what all shards have in common
 */
public record PairWork(Broadcast<ShardPlan> plan) implements Function<PairWork.Pair, ShardAnswer> {
    /**
     * Two shards.
     *
     * @param number of the pair, from 0, row by row of the triangle j ≤ i
     * @param row shard i
     * @param column shard j
     */
    public record Pair(int number, SampleShard row, SampleShard column) implements Serializable {}

    @Override
    public ShardAnswer call(Pair pair) {
        ShardCache cache = ShardCache.ofThisProcess();
        double[][] squares = cache.with(
                plan.value(),
                pair.row(),
                row -> pair.row().first() == pair.column().first()
                        ? row.tiles(row)
                        : cache.with(plan.value(), pair.column(), row::tiles));
        return new ShardAnswer(pair.number(), squares);
    }
}
