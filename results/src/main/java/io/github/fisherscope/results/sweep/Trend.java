package io.github.fisherscope.results.sweep;

import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one statistic approaches theory as networks of one kind get wider. All values are divided by theory's prediction
 * for infinite width, so that the limit is 1 if theory is right.
 *
 * @param series what the families have in common
 * @param statistic what was measured
 * @param points one per width, ascending
 * @param fit a + b/M, null when there are fewer than two widths or networks per width
 * @param verdict whether a agrees with 1
 * @param note why it was not judged, or how it was
 */
public record Trend(
        String series,
        Statistic statistic,
        List<Point> points,
        @Nullable WidthFit fit,
        Verdict verdict,
        String note) {
    public Trend {
        points = List.copyOf(points);
    }

    /**
     * One width.
     *
     * @param width M
     * @param networks N
     * @param measured mean over networks in units of the limit formula
     * @param standardError of {@code measured}, null for one network
     * @param finiteWidth prediction of the finite-width formula in the same units
     * @param limit prediction of the limit formula, the unit
     */
    public record Point(
            int width,
            int networks,
            double measured,
            @Nullable Double standardError,
            double finiteWidth,
            double limit) {}
}
