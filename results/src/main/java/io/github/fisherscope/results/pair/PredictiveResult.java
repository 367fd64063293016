package io.github.fisherscope.results.pair;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.fisherscope.results.json.JsonText;
import org.jspecify.annotations.Nullable;

/**
 * The mean divergence between what two networks predict for the same inputs, and its expansion in the parameters.
 *
 * @param schema name and version of this layout
 * @param version version of the program
 * @param first the network whose predictions are the target p
 * @param second the network whose predictions are the model q
 * @param setting what was compared
 * @param mean the mean over the samples
 * @param expansion the expansion about the first network, or null where there is none
 * @param noExpansion why there is none, or null
 */
public record PredictiveResult(
        String schema,
        String version,
        Network first,
        Network second,
        @JsonUnwrapped Setting setting,
        @JsonUnwrapped Mean mean,
        @Nullable Expansion expansion,
        @Nullable String noExpansion) {
    /** Schema of this record. */
    public static final String SCHEMA = "fisherscope/compare-networks/1";

    /** A network from a file. */
    public record Network(String file, String activation, long parameters) {}

    /**
     * What was compared.
     *
     * @param family name of the divergence
     * @param likelihood of the outputs
     * @param data where the inputs come from
     * @param samples T
     * @param outputs C, at each position
     * @param positions of a sample's outputs, over which its divergence is the mean
     */
    public record Setting(String family, String likelihood, String data, int samples, int outputs, int positions) {}

    /**
     * The mean divergence per sample.
     *
     * @param value the mean in nats; null where it is beyond the largest double
     * @param infiniteSamples number of samples whose divergence is beyond the largest double
     * @param standardError of the mean over inputs like these; null for a single sample or a mean that is null
     * @param low lower end of the interval of the mean, or null
     * @param high upper end
     * @param confidence level of the interval
     * @param largest the largest divergence of a sample, or null where it is beyond the largest double
     * @param largestSample its number, counted from 0
     */
    public record Mean(
            @Nullable Double value,
            int infiniteSamples,
            @Nullable Double standardError,
            @Nullable Double low,
            @Nullable Double high,
            double confidence,
            @Nullable Double largest,
            int largestSample) {}

    /**
     * The expansion of the mean divergence in the step Δθ from the first network to the second.
     *
     * @param stepNorm |Δθ|
     * @param quadratic the metric's share, 2·metric·½ ΔθᵀFΔθ
     * @param cubic the next term: of the Amari-Chentsov tensor and of the second derivative of the outputs along the step
     * @param ratio mean divergence over the quadratic term, or null where that is 0 or the mean null
     */
    public record Expansion(
            double stepNorm,
            double quadratic,
            double cubic,
            @Nullable Double ratio) {}

    /** Returns the JSON form, ending with a line feed. */
    public String json() {
        return JsonText.page(this);
    }
}
