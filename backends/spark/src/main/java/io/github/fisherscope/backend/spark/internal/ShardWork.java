package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.fisher.ShardTask;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * A task at one shard, as executors run it.
 *
 * @param plan what all shards have in common
 * @param task what they are all asked for
 */
public record ShardWork(Broadcast<ShardPlan> plan, Broadcast<ShardTask> task)
        implements Function<ShardInput, ShardAnswer> {
    @Override
    public ShardAnswer call(ShardInput input) {
        double[][] vectors = ShardCache.ofThisProcess()
                .with(plan.value(), input.shard(), shard -> shard.answer(task.value(), input.own()));
        return new ShardAnswer(input.number(), vectors);
    }
}
