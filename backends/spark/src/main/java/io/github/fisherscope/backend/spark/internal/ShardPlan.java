package io.github.fisherscope.backend.spark.internal;

import io.github.fisherscope.core.backend.Precision;
import java.io.Serializable;

/**
 * What all shards of one Fisher matrix have in common; it goes to every executor once.
 *
 * @param key names the matrix among all that executors of any application have seen
 * @param network the network
 * @param request which Fisher matrix
 * @param total T
 * @param backend the name of the backend
 * @param precision number format of its matrices
 * @param cacheBytes bytes that the linearised shards of one executor may take
 */
public record ShardPlan(
        String key,
        NetworkMessage network,
        RequestMessage request,
        int total,
        String backend,
        Precision precision,
        long cacheBytes)
        implements Serializable {}
