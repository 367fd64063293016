package io.github.fisherscope.core.fisher;

import java.io.Serializable;

/**
 * What every shard of a data set is asked for at once. Its answer is a list of vectors; each is the share that the shard's
 * samples have in a sum over all samples, unless it says otherwise.
 */
public final class ShardTask implements Serializable {
    private static final long serialVersionUID = 1L;

    /** What a shard can be asked for. */
    public enum Kind {
        /** F v for every vector v of parameters. */
        PRODUCTS,
        /** {@code Jᵀ Sᵀ u}, with u of the shard's own rows; not divided by T. */
        GRADIENTS,
        /** {@code S J g/T} for every vector g of parameters: the shard's own rows, which are not to be summed. */
        ROWS,
        /** The mean gradients of all outputs. */
        MEAN_GRADIENTS,
        /** tr F_l for all layers; then θᵀFθ and Σ θ_i² F_ii. */
        MOMENTS,
        /** The entries F_ii. */
        DIAGONAL,
        /** The squares of the tiles of two shards' rows: for all layers; then for their sum. */
        TILES
    }

    private final Kind kind;
    private final int firstLayer;
    private final int lastLayer;
    private final double[][] vectors;

    /**
     * @param kind what is asked for
     * @param firstLayer the first layer whose parameters take part
     * @param lastLayer the last one
     * @param vectors the same for all shards; empty where none are needed
     */
    public ShardTask(Kind kind, int firstLayer, int lastLayer, double[][] vectors) {
        this.kind = kind;
        this.firstLayer = firstLayer;
        this.lastLayer = lastLayer;
        this.vectors = vectors;
    }

    public Kind kind() {
        return kind;
    }

    public int firstLayer() {
        return firstLayer;
    }

    public int lastLayer() {
        return lastLayer;
    }

    public double[][] vectors() {
        return vectors;
    }
}
