package io.github.fisherscope.results.spectrum;

import io.github.fisherscope.core.check.Args;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One statistic, measured and predicted.
 *
 * @param statistic key, stable across versions; the usual ones are in {@link Statistic}
 * @param label what a table shows
 * @param explanation one sentence that says what the number is
 * @param measured mean over the networks, or the value of the one network
 * @param standardError standard error of {@code measured} over two or more networks, null for one network
 * @param predicted prediction of theory, null when there is none
 * @param ratio measured / predicted, null without a prediction or when it is zero
 * @param zScore (measured − predicted) over the standard error, or over {@code theoryScatter} for one network; null
 *     without either
 * @param note what a reader must know about this row; may be empty
 * @param theoryScatter the standard deviation that theory and simulations give between single random networks at
 *     independent inputs; null for several networks, where nothing is predicted, and where it does not apply
 */
public record ComparisonRow(
        String statistic,
        String label,
        String explanation,
        double measured,
        @Nullable Double standardError,
        @Nullable Double predicted,
        @Nullable Double ratio,
        @Nullable Double zScore,
        Verdict verdict,
        String note,
        @Nullable Double theoryScatter) {

    public ComparisonRow {
        Objects.requireNonNull(statistic, "statistic");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(verdict, "verdict");
        Args.requireFinite("measured " + statistic, measured);
        if (standardError != null) {
            Args.requireNonNegative("standardError of " + statistic, standardError);
        }
        if (theoryScatter != null) {
            Args.requireNonNegative("theoryScatter of " + statistic, theoryScatter);
        }
        if (predicted != null) {
            Args.requireFinite("predicted " + statistic, predicted);
        }
    }
}
