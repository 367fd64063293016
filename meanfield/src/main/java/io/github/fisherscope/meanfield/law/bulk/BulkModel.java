package io.github.fisherscope.meanfield.law.bulk;

import java.util.ArrayList;
import java.util.List;

/**
 * One family of networks at a number of samples, ready to be solved.
 *
 * @param network order parameters and weights
 * @param samples T
 * @param spread variances over pairs
 * @param blocks variances of the samples' blocks
 * @param layers the types of layers 1 … L − 1
 */
record BulkModel(
        BulkNetwork network, double samples, PairSpread spread, BlockVariance blocks, List<LayerTypes> layers) {
    private static final int LENGTHS = 5;

    BulkModel {
        layers = List.copyOf(layers);
    }

    /** Returns the model with {@code parts} values of a unit's shared part. */
    static BulkModel of(BulkNetwork network, double samples, PairSpread spread, int parts) {
        GaussRule normal = GaussRule.normal(parts);
        GaussRule chiSquare = GaussRule.chiSquare(LENGTHS, network.outputs());
        List<LayerTypes> layers = new ArrayList<>();
        for (int l = 1; l < network.depth(); l++) {
            layers.add(LayerTypes.of(network, l, normal, chiSquare));
        }
        return new BulkModel(network, samples, spread, BlockVariance.of(network), layers);
    }

    LayerTypes types(int l) {
        return layers.get(l - 1);
    }

    /** Returns nodes and weights of the factor that all samples' blocks share. */
    GaussRule sharedFactor() {
        return GaussRule.free(4, blocks.shared());
    }

    /** Returns nodes and weights of a sample's own factor. */
    GaussRule ownFactor() {
        return network.outputs() == 1
                ? GaussRule.normal(5).aroundOne(Math.sqrt(blocks.own()))
                : GaussRule.free(5, blocks.own());
    }
}
