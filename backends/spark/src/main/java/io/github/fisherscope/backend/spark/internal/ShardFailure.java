package io.github.fisherscope.backend.spark.internal;

/** What kept an executor from answering for a shard; the message is one line that names the shard. */
public final class ShardFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ShardFailure(String message) {
        super(message);
    }
}
