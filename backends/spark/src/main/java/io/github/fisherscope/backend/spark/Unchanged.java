package io.github.fisherscope.backend.spark;

import io.github.fisherscope.backend.spark.internal.ShardInput;
import org.apache.spark.api.java.function.Function;

/** Hands on what it is given. */
record Unchanged() implements Function<ShardInput, ShardInput> {
    @Override
    public ShardInput call(ShardInput input) {
        return input;
    }
}
