package io.github.fisherscope.results.spectrum;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import org.jspecify.annotations.Nullable;

/**
 * The diagonal block of the Fisher matrix that belongs to one layer. The file holds all components side by side.
 *
 * @param layer 1 … L
 * @param parameters number of weights and biases of the layer
 * @param measured what was found
 * @param predicted what theory says
 */
public record LayerInfo(
        int layer,
        long parameters,
        @JsonUnwrapped Measured measured,
        @JsonUnwrapped Predicted predicted) {

    public LayerInfo {
        Args.requireInRange("layer", layer, 1, 1 << 20);
    }

    /**
     * What was found, over all networks unless it says otherwise.
     *
     * @param mean tr F_l / P_l
     * @param meanStandardError standard error of {@code mean} over networks, null for one network
     * @param secondMoment tr F_l² / P_l, null when not computed
     * @param max largest eigenvalue of the block
     * @param maxStandardError standard error of {@code max} over networks, null for one network
     * @param topMean mean of its C largest eigenvalues, null when not computed
     * @param top the largest eigenvalues of the block of the first network, descending, at most C; null in results of earlier
     *     versions
     */
    public record Measured(
            double mean,
            @Nullable Double meanStandardError,
            @Nullable Double secondMoment,
            double max,
            @Nullable Double maxStandardError,
            @Nullable Double topMean,
            @Nullable RealVector top) {
        public Measured {
            Args.requireFinite("mean", mean);
            Args.requireFinite("max", max);
        }
    }

    /**
     * What theory says.
     *
     * @param predictedMean of {@code mean}, null where it says nothing
     * @param predictedTopMean of {@code topMean}, null where it says nothing
     */
    public record Predicted(
            @Nullable Double predictedMean, @Nullable Double predictedTopMean) {}

    /** Returns tr F_l / P_l. */
    public double mean() {
        return measured.mean();
    }

    /** Returns the largest eigenvalue of the block. */
    public double max() {
        return measured.max();
    }
}
