package io.github.fisherscope.core.engine;

import io.github.fisherscope.core.fisher.FisherRequest;
import io.github.fisherscope.core.fisher.FisherShards;
import io.github.fisherscope.core.network.NeuralNetwork;

/** Processes that are ready to take shards. */
public interface Engine extends AutoCloseable {
    /** Returns the engine, its version and its cluster in a few words, for results. */
    String description();

    /**
     * Divides samples into as many consecutive shards as the engine has partitions, or one for each sample where there are
     * fewer, and tells every process of the network. Samples are loaded where they are needed, at the first task.
     *
     * @throws IllegalArgumentException if the samples do not fit the network
     */
    FisherShards shards(NeuralNetwork network, SampleSource samples, FisherRequest request);

    /** Closes what the engine opened. */
    @Override
    void close();
}
