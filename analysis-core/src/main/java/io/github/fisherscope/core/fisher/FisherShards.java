package io.github.fisherscope.core.fisher;

import io.github.fisherscope.core.network.NeuralNetwork;
import java.util.List;

/**
 * The samples of a data set divided into consecutive shards that lie anywhere: in this process or on many machines. An
 * engine implements this; {@link FisherRoutes#sharded} makes the Fisher matrix of it.
 *
 * <p>The answers of shards are summed by {@link OrderedSum} in the order of their numbers, so that the bits of every result
 * depend on how samples are divided and never on where shards lie, on retries or on who is done first.
 */
public interface FisherShards extends AutoCloseable {
    NeuralNetwork network();

    FisherRequest request();

    /** Returns the number of samples of each shard. */
    List<Integer> sizes();

    /**
     * Returns the ordered sum of all shards' answers.
     *
     * @param own for each shard the vectors of its own rows; an empty list where the task needs none
     */
    double[][] sum(ShardTask task, List<double[][]> own);

    /** Returns every shard's answer, in order. */
    List<double[][]> each(ShardTask task);

    /** Returns the ordered sum of the answers of all pairs (i, j) with j ≤ i to {@link ShardTask.Kind#TILES}, row by row. */
    double[][] sumOfPairs(ShardTask task);

    /** Forgets the shards, wherever they lie. */
    @Override
    void close();
}
