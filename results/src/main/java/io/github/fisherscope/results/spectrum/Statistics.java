package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of a spectrum, measured or predicted: the same five with the same meaning everywhere. What was not
 * computed, or does not exist, is null.
 *
 * @param mean tr F / P over all P eigenvalues
 * @param secondMoment tr F² / P over all P eigenvalues
 * @param topMean mean of the C largest eigenvalues; in theory the eigenvalue of the outliers, C-fold in the limit
 * @param max the largest eigenvalue
 * @param bulk mean of the other C(T−1) eigenvalues
 */
public record Statistics(
        @Nullable Double mean,
        @Nullable Double secondMoment,
        @Nullable Double topMean,
        @Nullable Double max,
        @Nullable Double bulk) {

    public Statistics {
        requireFinite("mean", mean);
        requireFinite("secondMoment", secondMoment);
        requireFinite("topMean", topMean);
        requireFinite("max", max);
        requireFinite("bulk", bulk);
    }

    private static void requireFinite(String name, @Nullable Double value) {
        if (value != null) {
            Args.requireFinite(name, value);
        }
    }
}
