package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import org.jspecify.annotations.Nullable;

/**
 * The diagonal block of the Fisher matrix that belongs to one layer.
 *
 * @param layer 1 … L
 * @param parameters number of weights and biases of the layer
 * @param mean tr F_l / P_l, mean over the ensemble
 * @param secondMoment tr F_l² / P_l, null when not computed
 * @param max largest eigenvalue of the block
 * @param topMean mean of its C largest eigenvalues, null when not computed
 * @param meanStandardError standard error of {@code mean} over networks, null for one network
 * @param maxStandardError standard error of {@code max} over networks, null for one network
 * @param predictedMean what theory gives for {@code mean}, null where it says nothing
 * @param predictedMax what theory gives for {@code topMean} (or {@code max} when C = 1), null where it says nothing
 * @param top the C largest eigenvalues of the block of the first network, descending; null in results of earlier versions
 */
public record LayerInfo(
        int layer,
        long parameters,
        double mean,
        @Nullable Double secondMoment,
        double max,
        @Nullable Double topMean,
        @Nullable Double meanStandardError,
        @Nullable Double maxStandardError,
        @Nullable Double predictedMean,
        @Nullable Double predictedMax,
        @Nullable RealVector top) {

    public LayerInfo {
        Args.requireInRange("layer", layer, 1, 1 << 20);
        Args.requireFinite("mean", mean);
        Args.requireFinite("max", max);
    }
}
